//! One Rust file per message: its structs, their defaults, how each is read and written.

use std::fmt::Write as _;

use super::files::Files;
use super::names::snake_case;
use super::schema::{FieldSpec, Schema, Struct, Versions};
use super::types::{SizeMin, Type};
use super::{GENERATED, api};

/// Writes a folder of messages and its `mod.rs`.
pub(super) fn write_folder(
    files: &mut Files,
    folder: &str,
    schemas: &[Schema],
    about: &str,
) -> anyhow::Result<()> {
    let mut module = format!("//! {about} Written by `cargo xtask codegen`. Do not edit.\n\n");
    let mut exports = String::new();
    for schema in schemas {
        let name = snake_case(&schema.name);
        files.add(format!("{GENERATED}/{folder}/{name}.rs"), message_file(schema, schemas)?);
        writeln!(module, "pub mod {name};")?;
        writeln!(exports, "pub use {name}::{};", schema.name)?;
    }
    module.push('\n');
    module.push_str(&exports);
    module.push_str(&api::record_kinds(folder, schemas)?);
    files.add(format!("{GENERATED}/{folder}/mod.rs"), module);
    Ok(())
}

fn message_file(schema: &Schema, schemas: &[Schema]) -> anyhow::Result<String> {
    let name = &schema.name;
    let flexible_from =
        if schema.is_flexible() { format!("Some({})", schema.flexible.low) } else { "None".into() };
    let mut out = format!(
        "//! `{name}`, versions {}. Written by `cargo xtask codegen`. Do not edit.\n\nuse crate::codec::prelude::*;\n\n",
        range_text(schema.valid)
    );
    for found in &schema.structs {
        struct_code(&mut out, schema, found)?;
    }
    writeln!(
        out,
        "impl Message for {name} {{
            const NAME: &'static str = \"{name}\";
            const API_KEY: Option<i16> = {:?};
            const VALID_VERSIONS: RangeInclusive<i16> = {}..={};
            const FLEXIBLE_FROM: Option<i16> = {flexible_from};
        }}",
        schema.api_key, schema.valid.low, schema.valid.high
    )?;
    if let Some(response) = api::response_of(schema, schemas) {
        writeln!(out, "\nimpl Request for {name} {{ type Response = super::{}; }}", response.name)?;
    }
    Ok(out)
}

fn range_text(versions: Versions) -> String {
    if versions.low == versions.high {
        versions.low.to_string()
    } else {
        format!("{} to {}", versions.low, versions.high)
    }
}

fn struct_code(out: &mut String, schema: &Schema, found: &Struct) -> anyhow::Result<()> {
    let name = &found.name;
    let mut own_defaults = false;
    for field in &found.fields {
        own_defaults |= field.default_value()?.is_some();
    }
    let about = if *name == schema.name {
        format!("`{name}`, versions {}.", range_text(schema.valid))
    } else {
        format!("Part of [`{}`].", schema.name)
    };
    let derive_default = if own_defaults { "" } else { ", Default" };
    writeln!(out, "/// {about}\n#[derive(Debug, Clone, PartialEq{derive_default})]\npub struct {name} {{")?;
    for field in &found.fields {
        writeln!(out, "/// {}\npub {}: {},", field_doc(schema, field), field.rust_name(), field.rust_type())?;
    }
    if schema.is_flexible() {
        writeln!(
            out,
            "/// Tagged fields that this schema does not know.\npub unknown_tagged_fields: UnknownTags,"
        )?;
    }
    out.push_str("}\n\n");
    if own_defaults {
        default_code(out, schema, found)?;
    }
    let read = read_body(schema, found)?;
    let write = write_body(schema, found)?;
    let argument = |body: &str| if body.contains("v)") || body.contains("v ") { "v" } else { "_v" };
    let unused = |body: &str, name: &str| {
        let used = body.contains(&format!("{name}.")) || body.contains(&format!("({name},"));
        if used { name.to_owned() } else { format!("_{name}") }
    };
    writeln!(
        out,
        "impl Field for {name} {{
            const SIZE_MIN: usize = {};

            fn read({}: &mut Decoder, {}: i16) -> Result<Self, DecodeError> {{ {read} }}

            fn write(&self, {}: &mut Encoder, {}: i16) -> Result<(), EncodeError> {{ {write} Ok(()) }}
        }}\n",
        size_min(found),
        unused(&read, "d"),
        argument(&read),
        unused(&write, "e"),
        argument(&write),
    )?;
    Ok(())
}

fn field_doc(schema: &Schema, field: &FieldSpec) -> String {
    let tag = field.tag.map(|tag| format!(", tag {tag}")).unwrap_or_default();
    let nullable = if field.is_nullable() && field.nullable != field.versions {
        format!(", nullable {}", field.nullable.text(schema.valid))
    } else {
        String::new()
    };
    let ignorable = if field.ignorable { ", ignorable" } else { "" };
    let default =
        if field.default.is_empty() { String::new() } else { format!(", default `{}`", field.default) };
    let (kind, versions) = (field.kind.kafka(), field.versions.text(schema.valid));
    format!("`{kind}`, versions {versions}{tag}{nullable}{ignorable}{default}.")
}

fn default_code(out: &mut String, schema: &Schema, found: &Struct) -> anyhow::Result<()> {
    writeln!(out, "impl Default for {} {{ fn default() -> Self {{ Self {{", found.name)?;
    for field in &found.fields {
        writeln!(out, "{}: {},", field.rust_name(), field.default_expression()?)?;
    }
    if schema.is_flexible() {
        out.push_str("unknown_tagged_fields: UnknownTags::default(),\n");
    }
    out.push_str("} } }\n\n");
    Ok(())
}

/// The sum over the fields that every version of the struct has.
fn size_min(found: &Struct) -> String {
    let mut bytes = 0;
    let mut terms = Vec::new();
    for field in &found.fields {
        if field.tag.is_some() || field.versions.and(found.versions) != found.versions {
            continue;
        }
        match field.kind.size_min() {
            SizeMin::OfStruct(_) if field.is_nullable() => bytes += 1,
            SizeMin::OfStruct(name) => terms.push(format!("{name}::SIZE_MIN")),
            SizeMin::Bytes(more) => bytes += more,
        }
    }
    terms.insert(0, bytes.to_string());
    terms.join(" + ")
}

fn read_body(schema: &Schema, found: &Struct) -> anyhow::Result<String> {
    let tagged: Vec<_> = found.fields.iter().filter(|field| field.tag.is_some()).collect();
    let mut literal = String::from("Self {");
    for field in &found.fields {
        let value = if field.tag.is_some() {
            field.default_expression()?
        } else {
            read_untagged(found.versions, field)?
        };
        write!(literal, "{}: {value},", field.rust_name())?;
    }
    if schema.is_flexible() && tagged.is_empty() {
        literal.push_str("unknown_tagged_fields: d.unknown_tags()?,");
    } else if schema.is_flexible() {
        literal.push_str("unknown_tagged_fields: UnknownTags::default(),");
    }
    literal.push('}');
    if tagged.is_empty() {
        return Ok(format!("Ok({literal})"));
    }
    let mut arms = String::new();
    for field in tagged {
        let guard = field
            .versions
            .condition(schema.flexible.and(found.versions))
            .map(|test| format!(" if {test}"))
            .unwrap_or_default();
        let read = if is_nullable_struct(field) { "read_nullable_struct" } else { "read" };
        let (tag, name) = (field.tag.unwrap_or_default(), field.rust_name());
        writeln!(arms, "{tag}{guard} => this.{name} = tags.{read}(d, v)?,")?;
    }
    Ok(format!(
        "let mut this = {literal};
        let mut tags = d.tags()?;
        while let Some(tag) = tags.next(d)? {{ match tag {{ {arms} _ => tags.keep(d)?, }} }}
        this.unknown_tagged_fields = tags.finish();
        Ok(this)"
    ))
}

fn is_nullable_struct(field: &FieldSpec) -> bool {
    field.is_nullable() && matches!(field.kind, Type::Struct(_))
}

fn read_untagged(all: Versions, field: &FieldSpec) -> anyhow::Result<String> {
    let mut value = if field.plain {
        "d.plain_nullable_string()?".to_owned()
    } else if field.is_nullable() {
        match field.nullable.condition(field.versions.and(all)) {
            None => "Field::read(d, v)?".to_owned(),
            Some(test) => format!("if {test} {{ Field::read(d, v)? }} else {{ Some(Field::read(d, v)?) }}"),
        }
    } else {
        "Field::read(d, v)?".to_owned()
    };
    if let Some(test) = field.versions.condition(all) {
        let default = field.default_expression()?;
        value = format!("if {test} {{ {value} }} else {{ {default} }}");
    }
    Ok(value)
}

fn write_body(schema: &Schema, found: &Struct) -> anyhow::Result<String> {
    let mut body = String::new();
    let mut tagged: Vec<_> = Vec::new();
    for field in &found.fields {
        if field.tag.is_some() {
            tagged.push(field);
            continue;
        }
        let write = write_untagged(field, found);
        body.push_str(&conditional(field, found, &write)?);
    }
    if !schema.is_flexible() {
        return Ok(body);
    }
    if tagged.is_empty() {
        body.push_str("e.unknown_tags(&self.unknown_tagged_fields)?;");
        return Ok(body);
    }
    tagged.sort_by_key(|field| field.tag);
    body.push_str("let mut tags = e.tags(&self.unknown_tagged_fields)?;");
    for field in tagged {
        let (tag, name) = (field.tag.unwrap_or_default(), field.rust_name());
        let put = if is_nullable_struct(field) {
            format!("tags.put_nullable_struct(e, {tag}, self.{name}.as_ref(), v)?;")
        } else {
            format!("tags.put(e, {tag}, &self.{name}, v)?;")
        };
        body.push_str(&conditional_tag(field, found, &put)?);
    }
    body.push_str("tags.finish(e)?;");
    Ok(body)
}

/// Turns a test around the way that clippy likes it.
fn negated(test: &str) -> String {
    if let Some(plain) = test.strip_prefix('!') {
        plain.to_owned()
    } else if let Some(place) = test.strip_suffix(".is_none()") {
        format!("{place}.is_some()")
    } else if let Some((left, right)) = test.split_once(" == ") {
        format!("{left} != {right}")
    } else if let Some((place, _)) = test.split_once(".is_some_and(") {
        format!("{place}.is_none_or(|value| !value.is_empty())")
    } else {
        format!("!{test}")
    }
}

/// Wraps `write` so that it happens in the field's versions, and elsewhere Kafka's rule for ignorable fields.
fn conditional(field: &FieldSpec, found: &Struct, write: &str) -> anyhow::Result<String> {
    let Some(test) = field.versions.condition(found.versions) else { return Ok(write.to_owned()) };
    if field.ignorable {
        return Ok(format!("if {test} {{ {write} }}"));
    }
    let is_default = field.is_default()?;
    let (owner, name) = (&found.name, &field.name);
    Ok(format!("if {test} {{ {write} }} else {{ only_if({is_default}, \"{owner}.{name}\", v)?; }}"))
}

/// As [`conditional`], for a tagged field, which is written only if it is not at its default.
fn conditional_tag(field: &FieldSpec, found: &Struct, put: &str) -> anyhow::Result<String> {
    let is_default = field.is_default()?;
    let is_set = negated(&is_default);
    let Some(test) = field.versions.condition(found.versions) else {
        return Ok(format!("if {is_set} {{ {put} }}"));
    };
    if field.ignorable {
        return Ok(format!("if {test} && {is_set} {{ {put} }}"));
    }
    let (owner, name) = (&found.name, &field.name);
    Ok(format!("if {is_set} {{ only_if({test}, \"{owner}.{name}\", v)?; {put} }}"))
}

fn write_untagged(field: &FieldSpec, found: &Struct) -> String {
    let name = field.rust_name();
    let plain = format!("self.{name}.write(e, v)?;");
    if field.plain {
        return format!("e.plain_nullable_string(self.{name}.as_deref())?;");
    }
    if !field.is_nullable() {
        return plain;
    }
    match field.nullable.condition(field.versions.and(found.versions)) {
        None => plain,
        Some(test) => format!(
            "if {test} {{ {plain} }} else {{ e.not_null(self.{name}.as_ref(), \"{}.{}\", v)?; }}",
            found.name, field.name
        ),
    }
}
