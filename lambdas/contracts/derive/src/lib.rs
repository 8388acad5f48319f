//! Derive macros for what crosses the border between a workflow and its functions.
//!
//! `#[derive(Payload)]` gives every field of a struct a typed constant, so that a workflow
//! names a field by its type and not by a string; `#[derive(TaskError)]` gives every variant
//! of an error the name under which a workflow catches it.

use proc_macro::TokenStream;
use proc_macro2::TokenStream as Tokens;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Error, Fields, LitStr, Result, Type, parse_macro_input};

/// Implements `contracts::Payload` and a constant per field (`device_class` gives
/// `Self::DEVICE_CLASS`).
///
/// The wire name follows the struct's `#[serde(rename_all = "...")]`, which must be
/// `camelCase` or `PascalCase`: the two spellings that AWS's own payloads use.
#[proc_macro_derive(Payload)]
pub fn derive_payload(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    payload(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

/// Implements `contracts::TaskError`: a variant's name is the error's name. Every variant also
/// gets a constant (`ModelNotFound` gives `Self::MODEL_NOT_FOUND`) by which workflows name it.
#[proc_macro_derive(TaskError)]
pub fn derive_task_error(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    task_error(&input)
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

fn payload(input: &DeriveInput) -> Result<Tokens> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(
            &input.ident,
            "a payload is a struct with named fields",
        ));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new_spanned(
            &input.ident,
            "a payload is a struct with named fields",
        ));
    };
    let case = Case::of(input)?;
    let owner = &input.ident;
    let mut constants = Vec::new();
    let mut infos = Vec::new();
    for field in &fields.named {
        let Some(ident) = &field.ident else { continue };
        let text = ident.to_string();
        let constant = format_ident!("{}", text.to_uppercase());
        let wire = case.apply(&text);
        let ty = &field.ty;
        let docs = format!("The field `{text}`, `{wire}` on the wire.");
        let optional = is_option(ty);
        constants.push(quote! {
            #[doc = #docs]
            pub const #constant: ::contracts::Field<#owner, #ty> =
                ::contracts::Field::new(#wire);
        });
        infos.push(quote! { ::contracts::FieldInfo { name: #wire, optional: #optional } });
    }
    Ok(quote! {
        #[automatically_derived]
        impl #owner { #(#constants)* }
        #[automatically_derived]
        impl ::contracts::Payload for #owner {
            const FIELDS: &'static [::contracts::FieldInfo] = &[#(#infos),*];
        }
    })
}

fn task_error(input: &DeriveInput) -> Result<Tokens> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(
            &input.ident,
            "a task's errors are the variants of an enum",
        ));
    };
    let owner = &input.ident;
    let mut names = Vec::new();
    let mut arms = Vec::new();
    let mut constants = Vec::new();
    for variant in &data.variants {
        let ident = &variant.ident;
        let name = LitStr::new(&ident.to_string(), ident.span());
        let constant = format_ident!("{}", screaming(&ident.to_string()));
        let docs = format!("The name of [`Self::{ident}`], for a workflow to catch or retry.");
        constants.push(quote! {
            #[doc = #docs]
            pub const #constant: ::contracts::ErrorName<#owner> =
                ::contracts::ErrorName::new(#name);
        });
        arms.push(quote! { Self::#ident { .. } => #name });
        names.push(name);
    }
    let body = if arms.is_empty() {
        quote! { match *self {} }
    } else {
        quote! { match self { #(#arms),* } }
    };
    Ok(quote! {
        #[automatically_derived]
        impl #owner { #(#constants)* }
        #[automatically_derived]
        impl ::contracts::TaskError for #owner {
            const NAMES: &'static [&'static str] = &[#(#names),*];
            fn name(&self) -> &'static str { #body }
        }
    })
}

enum Case {
    Camel,
    Pascal,
}

impl Case {
    fn of(input: &DeriveInput) -> Result<Self> {
        let mut found = None;
        for attribute in input.attrs.iter().filter(|a| a.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("rename_all") {
                    found = Some(meta.value()?.parse::<LitStr>()?);
                } else if let Ok(value) = meta.value() {
                    value.parse::<syn::Expr>()?;
                }
                Ok(())
            })?;
        }
        match found {
            Some(case) if case.value() == "camelCase" => Ok(Self::Camel),
            Some(case) if case.value() == "PascalCase" => Ok(Self::Pascal),
            _ => Err(Error::new_spanned(
                &input.ident,
                "a payload says #[serde(rename_all = \"camelCase\")] or \"PascalCase\"",
            )),
        }
    }

    fn apply(&self, snake: &str) -> String {
        let mut upper = matches!(self, Self::Pascal);
        let mut out = String::with_capacity(snake.len());
        for c in snake.chars() {
            if c == '_' {
                upper = true;
            } else if std::mem::take(&mut upper) {
                out.extend(c.to_uppercase());
            } else {
                out.push(c);
            }
        }
        out
    }
}

/// `ModelNotFound` as `MODEL_NOT_FOUND`.
fn screaming(camel: &str) -> String {
    let mut out = String::with_capacity(camel.len() + 4);
    for (at, c) in camel.char_indices() {
        if at > 0 && c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_uppercase());
    }
    out
}

fn is_option(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|s| s.ident == "Option"))
}
