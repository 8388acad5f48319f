//! `#[table(…)]`: a table's name, its partition keys, and where and how its rows are kept.

use proc_macro2::{Span, TokenStream as Tokens};
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::{DeriveInput, Error, Ident, LitInt, LitStr, Path, Result};

/// Some hundred years, in days.
const LONGEST_RETENTION: u32 = 36_500;
/// The longest location, in bytes: a key has 1,024, and partitions and a file's name follow.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>
const LONGEST_LOCATION: usize = 256;
const OPTIONS: &str = "a table has `name`, `partitions`, `sorted_by`, `location`, `format`, \
                       `compression` and `retention`";

/// What a table's struct says of it.
pub(crate) struct TableAttribute {
    pub(crate) name: LitStr,
    pub(crate) partitions: Path,
    pub(crate) sorted_by: Vec<Ident>,
    /// A `schema::Storage`.
    pub(crate) storage: Tokens,
}

#[derive(Default)]
struct Said {
    name: Option<LitStr>,
    partitions: Option<Path>,
    sorted_by: Option<Vec<Ident>>,
    location: Option<LitStr>,
    format: Option<Tokens>,
    compression: Option<Tokens>,
    retention: Option<u32>,
}

impl Said {
    fn read(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let key = meta.path.get_ident().map(ToString::to_string);
        match key.as_deref() {
            Some("name") => once(meta, &mut self.name, text(meta)?),
            Some("partitions") => once(meta, &mut self.partitions, meta.value()?.parse()?),
            Some("sorted_by") => {
                let text = text(meta)?;
                let value = text.value();
                let columns = value.split(',').map(str::trim);
                let columns = columns.map(|column| ident(column, text.span()));
                once(meta, &mut self.sorted_by, columns.collect::<Result<_>>()?)
            }
            Some("location") => once(meta, &mut self.location, location(text(meta)?)?),
            Some("format") => once(meta, &mut self.format, format(&text(meta)?)?),
            Some("compression") => once(meta, &mut self.compression, compression(&text(meta)?)?),
            Some("retention") => once(
                meta,
                &mut self.retention,
                retention(&meta.value()?.parse()?)?,
            ),
            _ => Err(meta.error(OPTIONS)),
        }
    }
}

/// Reads what a table's struct says of it.
///
/// # Errors
/// The first mistake, at what is wrong.
pub(crate) fn table_attribute(input: &DeriveInput) -> Result<TableAttribute> {
    let mut said = Said::default();
    for attribute in input.attrs.iter().filter(|a| a.path().is_ident("table")) {
        attribute.parse_nested_meta(|meta| said.read(&meta))?;
    }
    let (Some(name), Some(partitions)) = (said.name, said.partitions) else {
        return Err(Error::new_spanned(
            &input.ident,
            "a table says #[table(name = \"...\", partitions = path::to::function)]",
        ));
    };
    if !is_plain(&name.value(), "_") {
        let wrong = "a table's name has lower-case letters, digits and '_' alone";
        return Err(Error::new(name.span(), wrong));
    }
    let location = match said.location {
        Some(location) => quote! { #location },
        None => {
            let location = format!("tables/{}/", name.value());
            quote! { #location }
        }
    };
    let format = said.format.unwrap_or_else(|| quote! { Parquet });
    let compression = said.compression.unwrap_or_else(|| quote! { Snappy });
    let retention = match said.retention {
        Some(days) => quote! { ::std::option::Option::Some(#days) },
        None => quote! { ::std::option::Option::None },
    };
    Ok(TableAttribute {
        name,
        partitions,
        sorted_by: said.sorted_by.unwrap_or_default(),
        storage: quote! {
            ::schema::Storage {
                location: #location,
                format: ::schema::Format::#format,
                compression: ::schema::Compression::#compression,
                retention_days: #retention,
            }
        },
    })
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<LitStr> {
    meta.value()?.parse()
}

fn once<T>(meta: &ParseNestedMeta<'_>, place: &mut Option<T>, value: T) -> Result<()> {
    match place.replace(value) {
        Some(_) => Err(meta.error("this is said twice")),
        None => Ok(()),
    }
}

fn ident(column: &str, span: Span) -> Result<Ident> {
    match is_plain(column, "_") && !column.starts_with(|first: char| first.is_ascii_digit()) {
        true => Ok(Ident::new(column, span)),
        false => Err(Error::new(
            span,
            "columns with commas between them: \"a, b\"",
        )),
    }
}

/// Whether a text is of lower-case letters, digits and some further ones, and not empty.
fn is_plain(text: &str, further: &str) -> bool {
    let is = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || further.contains(c);
    !text.is_empty() && text.chars().all(is)
}

fn location(given: LitStr) -> Result<LitStr> {
    let wrong = |why: &str| Err(Error::new(given.span(), why));
    let value = given.value();
    if value.contains("://") {
        return wrong(
            "a location is a prefix in the lake's bucket, such as \"tables/devices/\"; the bucket is the environment's",
        );
    }
    let Some(folders) = value.strip_suffix('/') else {
        return wrong(
            "a location ends in '/': without it the folders that begin alike are in it too",
        );
    };
    if value.len() > LONGEST_LOCATION {
        return wrong("a location has at most 256 characters");
    }
    for folder in folders.split('/') {
        if folder.is_empty() {
            return wrong("a location has a name between any two '/', and none before the first");
        }
        if folder.starts_with(['_', '.']) {
            return wrong("Athena reads nothing whose name begins with '_' or '.'");
        }
        if !is_plain(folder, "-_.") {
            return wrong("a location has lower-case letters, digits, '-', '_', '.' and '/' alone");
        }
    }
    Ok(given)
}

fn format(given: &LitStr) -> Result<Tokens> {
    match given.value().as_str() {
        "parquet" => Ok(quote! { Parquet }),
        _ => Err(Error::new(
            given.span(),
            "rows are kept as \"parquet\" alone: it is what functions write and every reader of the \
             lake reads",
        )),
    }
}

fn compression(given: &LitStr) -> Result<Tokens> {
    match given.value().as_str() {
        "snappy" => Ok(quote! { Snappy }),
        "zstd" => Ok(quote! { Zstd }),
        "gzip" => Ok(quote! { Gzip }),
        "none" => Ok(quote! { None }),
        _ => Err(Error::new(
            given.span(),
            "a compression is \"snappy\", \"zstd\", \"gzip\" or \"none\"",
        )),
    }
}

fn retention(given: &LitInt) -> Result<u32> {
    match given.base10_parse::<u32>() {
        Ok(days @ 1..=LONGEST_RETENTION) => Ok(days),
        _ => Err(Error::new(
            given.span(),
            "a retention is a number of days from 1 to 36500; without one, rows are kept for good",
        )),
    }
}
