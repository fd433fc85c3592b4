//! What the schemas of an OpenAPI document say, in words.

use serde_json::Value;

use super::text::Text;

/// A member of an object.
pub(super) struct Field {
    /// Its name, after those of the objects that it is in.
    pub(super) name: String,
    /// What it holds.
    pub(super) kind: String,
    /// It may be left out.
    pub(super) optional: bool,
    /// What it means.
    pub(super) text: Text,
    /// The words that it can be, if it can be few and its meaning does not name them.
    pub(super) words: Vec<String>,
}

/// What `schema` refers to, or itself.
pub(super) fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let target = schema["$ref"].as_str().and_then(|target| target.strip_prefix('#'));
    target.and_then(|pointer| document.pointer(pointer)).unwrap_or(schema)
}

/// The parameters of an operation.
pub(super) fn parameters(document: &Value, operation: &Value) -> Vec<Field> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let field = |parameter: &Value| Field {
        name: parameter["name"].as_str().unwrap_or_default().to_owned(),
        kind: kind(document, &parameter["schema"]),
        optional: parameter["required"] != true,
        text: Text::of(parameter["description"].as_str().unwrap_or_default()),
        words: words(&parameter["schema"]),
    };
    parameters.map(field).collect()
}

/// The members of an object and of those in it.
pub(super) fn fields(document: &Value, schema: &Value) -> Vec<Field> {
    let mut fields = Vec::new();
    collect(document, schema, "", &mut fields);
    fields.sort_by_key(|field| field.optional);
    fields
}

fn collect(document: &Value, schema: &Value, within: &str, fields: &mut Vec<Field>) {
    let schema = resolve(document, schema);
    let Some(properties) = schema["properties"].as_object() else { return };
    let required: Vec<&Value> = schema["required"].as_array().into_iter().flatten().collect();
    for (name, given) in properties {
        let property = resolve(document, given);
        let full = format!("{within}{name}");
        // Every answer has it.
        if name == "success" {
            continue;
        }
        if property.get("properties").is_some() {
            collect(document, property, &format!("{full}."), fields);
            continue;
        }
        let said = given["description"].as_str().or(property["description"].as_str());
        fields.push(Field {
            name: full,
            kind: kind(document, given),
            optional: !required.iter().any(|known| *known == name),
            words: if said.is_some_and(|said| said.contains('`')) { Vec::new() } else { words(property) },
            text: Text::of(said.unwrap_or_default()),
        });
    }
}

/// The kinds of value that a schema takes.
fn kind(document: &Value, schema: &Value) -> String {
    if let Some(form) = schema["anyOf"].as_array().and_then(|forms| forms.first()) {
        return kind(document, form);
    }
    let resolved = resolve(document, schema);
    let kinds = match &resolved["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => Vec::from_iter(kind.as_str()),
    };
    let name = match resolved["format"].as_str() {
        _ if resolved["enum"].is_array() => "one of",
        Some("uuid") => "UUID",
        Some("date-time") => "time",
        Some("uri") => "link",
        Some("date") => "date",
        _ => kinds.first().copied().unwrap_or("anything"),
    };
    let limit = schema["maxLength"].as_u64();
    let limit = limit.map_or_else(String::new, |limit| format!(", at most {limit} characters"));
    let or_null = if kinds.contains(&"null") { " or null" } else { "" };
    format!("{name}{limit}{or_null}")
}

/// The words of a schema, of one of its forms, or of its items.
fn words(schema: &Value) -> Vec<String> {
    let forms = schema["anyOf"].as_array().and_then(|forms| forms.first());
    let places = [
        schema.get("enum"),
        forms.and_then(|form| form.get("enum")),
        forms.and_then(|form| form["items"].get("enum")),
    ];
    let words = places.into_iter().flatten().find_map(Value::as_array);
    words.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
