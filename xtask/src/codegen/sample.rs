//! `generated/sample.rs`: random values of every struct for tests, and a walk over all messages.

use std::fmt::Write as _;

use super::names::snake_case;
use super::schema::{FieldSpec, Schema, Struct};

const HEAD: &str = "\
//! Random values of every message that its version can carry. Written by `cargo xtask codegen`. Do not edit.

use crate::testing::{Gen, Sample, Visitor};
use crate::{messages, records};

";

pub(super) fn sample_file(all: &[(String, Vec<Schema>)]) -> anyhow::Result<String> {
    let mut out = String::from(HEAD);
    let mut visits = String::new();
    for (module, schemas) in all {
        for schema in schemas {
            let path = format!("{module}::{}", snake_case(&schema.name));
            for found in &schema.structs {
                struct_code(&mut out, &path, schema, found)?;
            }
            writeln!(visits, "visitor.visit::<{path}::{}>();", schema.name)?;
        }
    }
    writeln!(
        out,
        "/// Calls the visitor with every message and record.
        #[expect(clippy::too_many_lines, reason = \"a flat table\")]
        pub(crate) fn visit_all(visitor: &mut impl Visitor) {{ {visits} }}"
    )?;
    Ok(out)
}

fn struct_code(out: &mut String, path: &str, schema: &Schema, found: &Struct) -> anyhow::Result<()> {
    let mut fields = String::new();
    let mut tags = Vec::new();
    for field in &found.fields {
        write!(fields, "{}: {},", field.rust_name(), sample_field(found, field))?;
        if let Some(tag) = field.tag {
            tags.push(tag.to_string());
        }
    }
    if schema.is_flexible() {
        let tags = tags.join(", ");
        let sample = format!("g.unknown_tags(&[{tags}])");
        match schema.flexible.condition(found.versions) {
            None => write!(fields, "unknown_tagged_fields: {sample},")?,
            Some(test) => write!(
                fields,
                "unknown_tagged_fields: if {test} {{ {sample} }} else {{ crate::UnknownTags::default() }},"
            )?,
        }
    }
    let g = if fields.contains("(g") || fields.contains("g.") { "g" } else { "_g" };
    let v = if fields.contains("v)") || fields.contains("v ") { "v" } else { "_v" };
    writeln!(
        out,
        "impl Sample for {path}::{} {{
            fn sample({g}: &mut Gen, {v}: i16) -> Self {{ Self {{ {fields} }} }}
        }}\n",
        found.name
    )?;
    Ok(())
}

fn sample_field(found: &Struct, field: &FieldSpec) -> String {
    let mut value = "Sample::sample(g, v)".to_owned();
    if field.is_nullable()
        && let Some(test) = field.nullable.condition(field.versions.and(found.versions))
    {
        value = format!("if {test} {{ {value} }} else {{ Some({value}) }}");
    }
    if let Some(test) = field.versions.condition(found.versions) {
        // Imports of the message's own module are not at hand here: ask its Default.
        value = format!("if {test} {{ {value} }} else {{ Self::default().{} }}", field.rust_name());
    }
    value
}
