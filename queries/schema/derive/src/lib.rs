//! The derive macros for tables: `#[derive(Table)]` for a row of a table, `#[derive(Row)]` for
//! a struct within a column. See the crate `schema`.

mod table_attribute;

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use quote::quote;
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, ExprLit, Fields, Lit, LitStr, Meta, Result,
    parse_macro_input,
};
use table_attribute::{TableAttribute, table_attribute};

/// The longest comment of a column in Glue.
/// <https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html>
const LONGEST_COMMENT: usize = 255;

/// Implements `schema::Table`. The struct says
/// `#[table(name = "...", partitions = path::to::function)]`, where the function gives the
/// partition keys, and may say `sorted_by = "a, b"`: the columns by which the rows of a file are
/// ordered. The documentation of the struct and of its fields is the table's description
/// and its columns' comments, and is required.
///
/// How the rows are kept may be said as well, see `schema::Storage`:
/// - `location = "tables/readings/"`, the prefix in the lake's bucket; `tables/<name>/` by itself;
/// - `format = "parquet"`, the only one;
/// - `compression = "snappy"`, `"zstd"`, `"gzip"` or `"none"`; `"snappy"` by itself;
/// - `retention = 730`, the days after which a data file is removed; kept for good by itself.
///
/// A field may say more:
/// `#[column(unit = "pixels")]`, `#[column(values = "jpeg, png")]`, `#[column(range = "0 to 1")]`.
#[proc_macro_derive(Table, attributes(table, column))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    table(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

/// Implements `schema::Row` and `schema::Stored`: the struct can be a column, an element of an
/// array or a field of another. Fields may say their units and values as those of a table do.
#[proc_macro_derive(Row, attributes(column))]
pub fn derive_row(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    nested_row(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

fn table(input: &DeriveInput) -> Result<Tokens> {
    let owner = &input.ident;
    let TableAttribute {
        name,
        partitions,
        sorted_by,
        storage,
    } = table_attribute(input)?;
    let description = documentation(&input.attrs)
        .ok_or_else(|| Error::new_spanned(owner, "a table is documented: say what a row is"))?;
    let row = row(input, Place::Table)?;
    let sorted_names: Vec<String> = sorted_by.iter().map(ToString::to_string).collect();
    for column in &sorted_by {
        let has = |fields: &Fields| fields.iter().any(|f| f.ident.as_ref() == Some(column));
        if !matches!(&input.data, Data::Struct(data) if has(&data.fields)) {
            let wrong = format!("the table has no column `{column}` to be sorted by");
            return Err(Error::new(column.span(), wrong));
        }
    }
    Ok(quote! {
        #row
        #[automatically_derived]
        impl ::schema::Table for #owner {
            const NAME: &'static str = #name;
            const STORAGE: ::schema::Storage = #storage;
            fn definition() -> ::schema::TableDefinition {
                ::schema::TableDefinition {
                    name: #name,
                    description: #description,
                    columns: <Self as ::schema::Row>::columns(),
                    partition_keys: #partitions(),
                    sort_order: ::std::vec![#(#sorted_names),*],
                    storage: <Self as ::schema::Table>::STORAGE,
                }
            }
            fn compare(&self, other: &Self) -> ::std::cmp::Ordering {
                let order = ::std::cmp::Ordering::Equal;
                #(let order = order.then_with(|| {
                    let order = ::std::cmp::PartialOrd::partial_cmp(
                        &self.#sorted_by,
                        &other.#sorted_by,
                    );
                    order.unwrap_or(::std::cmp::Ordering::Equal)
                });)*
                order
            }
        }
    })
}

fn nested_row(input: &DeriveInput) -> Result<Tokens> {
    let owner = &input.ident;
    let row = row(input, Place::Column)?;
    Ok(quote! {
        #row
        #[automatically_derived]
        impl ::schema::Stored for #owner {
            const LEAVES: usize = <Self as ::schema::Row>::LEAVES;
            fn athena_type() -> ::schema::AthenaType {
                ::schema::derived::row_type::<Self>()
            }
            fn fields() -> ::std::vec::Vec<::schema::Column> {
                <Self as ::schema::Row>::columns()
            }
            fn add_leaves(
                deepest: ::schema::Levels,
                leaves: &mut ::std::vec::Vec<::schema::Leaf>,
            ) {
                <Self as ::schema::Row>::add_field_leaves(deepest, leaves);
            }
            fn shred(&self, leaves: &mut [::schema::Leaf], levels: ::schema::Levels) {
                <Self as ::schema::Row>::shred_fields(self, leaves, levels);
            }
        }
    })
}

/// Where a row's fields are: those of a table may be required, those within a column may not.
#[derive(Clone, Copy)]
enum Place {
    Table,
    Column,
}

fn row(input: &DeriveInput, place: Place) -> Result<Tokens> {
    let owner = &input.ident;
    let wrong = "a row is a struct with named fields and no parameters";
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(owner, wrong));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new_spanned(owner, wrong));
    };
    if !input.generics.params.is_empty() || fields.named.is_empty() {
        return Err(Error::new_spanned(owner, wrong));
    }
    let (mut columns, mut types, mut added, mut shredded) = (vec![], vec![], vec![], vec![]);
    for field in &fields.named {
        let Some(ident) = &field.ident else { continue };
        let ty = &field.ty;
        let name = column_name(ident)?;
        let comment = documentation(&field.attrs).ok_or_else(|| {
            Error::new_spanned(
                ident,
                "a column is documented: say what it holds, with its unit",
            )
        })?;
        if comment.chars().count() > LONGEST_COMMENT {
            return Err(Error::new_spanned(
                ident,
                format!("a column's documentation has at most {LONGEST_COMMENT} characters"),
            ));
        }
        let (unit, allowed) = column_attribute(&field.attrs)?;
        columns.push(quote! {
            ::schema::Column {
                name: #name,
                comment: #comment,
                data_type: <#ty as ::schema::Stored>::athena_type(),
                nullable: <#ty as ::schema::Stored>::NULLABLE,
                unit: #unit,
                allowed: #allowed,
                fields: <#ty as ::schema::Stored>::fields(),
            }
        });
        types.push(quote! { <#ty as ::schema::Stored>::LEAVES });
        added.push(match place {
            Place::Table => quote! {
                <#ty as ::schema::Stored>::add_leaves(deepest, leaves);
            },
            Place::Column => quote! {
                ::schema::derived::add_nested_leaves::<#ty>(deepest, leaves);
            },
        });
        let shred = match place {
            Place::Table => quote! { ::schema::Stored::shred },
            Place::Column => quote! { ::schema::derived::shred_nested },
        };
        shredded.push(quote! {
            let (own, rest) = rest.split_at_mut(<#ty as ::schema::Stored>::LEAVES);
            #shred(&self.#ident, own, levels);
        });
    }
    Ok(quote! {
        #[automatically_derived]
        impl ::schema::Row for #owner {
            const LEAVES: usize = 0 #(+ #types)*;
            fn columns() -> ::std::vec::Vec<::schema::Column> {
                ::std::vec![#(#columns),*]
            }
            fn add_field_leaves(
                deepest: ::schema::Levels,
                leaves: &mut ::std::vec::Vec<::schema::Leaf>,
            ) {
                #(#added)*
            }
            fn shred_fields(&self, leaves: &mut [::schema::Leaf], levels: ::schema::Levels) {
                let rest = leaves;
                #(#shredded)*
                let _ = rest;
            }
        }
    })
}

/// The unit and the values of a column, as `Option<&str>` and `AllowedValues`.
fn column_attribute(attributes: &[Attribute]) -> Result<(Tokens, Tokens)> {
    let mut unit = quote! { ::std::option::Option::None };
    let mut allowed = quote! { ::schema::AllowedValues::Any };
    for attribute in attributes.iter().filter(|a| a.path().is_ident("column")) {
        attribute.parse_nested_meta(|meta| {
            let text = || meta.value()?.parse::<LitStr>();
            if meta.path.is_ident("unit") {
                let text = text()?;
                unit = quote! { ::std::option::Option::Some(#text) };
            } else if meta.path.is_ident("values") {
                let text = text()?.value();
                let values: Vec<&str> = text.split(',').map(str::trim).collect();
                if values.iter().any(|value| value.is_empty()) {
                    return Err(meta.error("values are texts with commas between them"));
                }
                allowed = quote! { ::schema::AllowedValues::Values(&[#(#values),*]) };
            } else if meta.path.is_ident("range") {
                let text = text()?.value();
                let ends = text.split_once(" to ").map(|(a, b)| (a.trim(), b.trim()));
                let numbers = ends.map(|(a, b)| (a.parse::<f64>(), b.parse::<f64>()));
                match (ends, numbers) {
                    (Some((least, most)), Some((Ok(a), Ok(b)))) if a <= b => {
                        allowed = quote! { ::schema::AllowedValues::Range(#least, #most) };
                    }
                    _ => return Err(meta.error("a range reads \"0 to 1\"")),
                }
            } else {
                return Err(meta.error("a column has `unit`, `values` and `range`"));
            }
            Ok(())
        })?;
    }
    Ok((unit, allowed))
}

/// Glue lowers names; a name that would change is refused.
fn column_name(ident: &syn::Ident) -> Result<String> {
    let name = ident.to_string();
    let plain = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if plain && !name.starts_with("r#") {
        Ok(name)
    } else {
        Err(Error::new_spanned(
            ident,
            "a column's name has lower-case letters, digits and '_' alone",
        ))
    }
}

/// The documentation's first paragraph, in one line.
fn documentation(attributes: &[Attribute]) -> Option<String> {
    let mut lines = Vec::new();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("doc")) {
        let Meta::NameValue(pair) = &attribute.meta else {
            continue;
        };
        let Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) = &pair.value
        else {
            continue;
        };
        let line = text.value().trim().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    (!lines.is_empty()).then(|| lines.join(" "))
}
