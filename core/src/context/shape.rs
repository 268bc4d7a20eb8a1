//! The shape of a context that comes in as a value of unknown shape.

use alloc::boxed::Box;
use alloc::string::String;

use super::{AppProfile, Context, ContextError, Tenant};
use crate::text;
use crate::tree::Tree;

/// What was read, or what is wrong with it: boxed, since a mistake is rare, and every step hands it on.
pub(super) type Read<T> = Result<T, Box<ContextError>>;

/// Where something stands in a context. It is spelled out only where something is wrong.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    name: &'p str,
    index: Option<usize>,
    member: &'p str,
}

impl<'p> Path<'p> {
    pub(super) const fn of(name: &'p str) -> Self {
        Self { name, index: None, member: "" }
    }

    pub(super) const fn item(name: &'p str, index: usize) -> Self {
        Self { name, index: Some(index), member: "" }
    }

    pub(super) const fn member(self, member: &'p str) -> Self {
        Self { member, ..self }
    }

    /// The error that something else belongs here.
    pub(super) fn must_be(self, expected: &'static str) -> Box<ContextError> {
        let mut path = String::from(self.name);
        if let Some(index) = self.index {
            path.push('[');
            text::push_number(&mut path, index);
            path.push(']');
        }
        if !self.member.is_empty() {
            path.push('.');
            path.push_str(self.member);
        }
        Box::new(ContextError::WrongShape { path, expected })
    }
}

/// The error that contexts have no such member.
pub(super) fn unknown_member(prefix: &str, name: &str) -> Box<ContextError> {
    Box::new(ContextError::UnknownMember { path: text::joined(&[prefix, name]) })
}

impl Context {
    pub(super) fn read(&mut self, tree: &Tree) -> Read<()> {
        let Tree::Map(members) = tree else { return Err(Path::of("context").must_be("an object")) };
        for (name, value) in members {
            self.read_member(name, value)?;
        }
        Ok(())
    }

    fn read_member(&mut self, name: &str, value: &Tree) -> Read<()> {
        match name {
            "now" | "existingNames" | "storedSecrets" | "passwordPolicy" | "tenants" | "appProfiles"
                if matches!(value, Tree::Null) => {}
            "now" => match value {
                Tree::Text(now) => self.set_now(now)?,
                _ => return Err(Path::of("now").must_be("a text")),
            },
            "existingNames" => {
                let names = items(value, "existingNames", &[])?;
                self.set_existing_names(names.iter().filter_map(Tree::as_text));
            }
            "storedSecrets" => {
                let keys = items(value, "storedSecrets", &[])?;
                self.set_stored_secrets(keys.iter().filter_map(Tree::as_text))?;
            }
            "passwordPolicy" => self.password_policy.read(value)?,
            "tenants" => {
                let columns = &[("id", Shape::Text), ("domain", Shape::Text), ("name", Shape::OptionalText)];
                let tenants = items(value, "tenants", columns)?;
                self.set_tenants(tenants.iter().map(|tenant| Tenant {
                    id: member_text(tenant, "id").unwrap_or_default(),
                    domain: member_text(tenant, "domain").unwrap_or_default(),
                    name: member_text(tenant, "name"),
                }));
            }
            "appProfiles" => {
                let columns = &[("delegated", Shape::Boolean), ("name", Shape::Text), ("tenant", Shape::Text)];
                let profiles = items(value, "appProfiles", columns)?;
                self.app_profiles = Some(profiles.iter().map(app_profile).collect());
            }
            _ => return Err(unknown_member("", name)),
        }
        Ok(())
    }
}

/// What a member of an item is.
#[derive(Clone, Copy)]
enum Shape {
    Text,
    OptionalText,
    Boolean,
}

/// The items of a list: objects with the members given, or texts where none are.
///
/// All is well with their shape then, so that what takes them apart has no mistakes to tell of.
fn items<'t>(tree: &'t Tree, name: &'static str, columns: &[(&'static str, Shape)]) -> Read<&'t [Tree]> {
    let items = tree.as_list().ok_or_else(|| Path::of(name).must_be("a list"))?;
    for (index, item) in items.iter().enumerate() {
        let path = Path::item(name, index);
        match (columns, item) {
            ([], Tree::Text(_)) | ([_, ..], Tree::Map(_)) => {}
            ([], _) => return Err(path.must_be("a text")),
            _ => return Err(path.must_be("an object")),
        }
        for (member, shape) in columns {
            match (shape, item.member(member)) {
                (Shape::Text | Shape::OptionalText, Some(Tree::Text(_)))
                | (Shape::OptionalText, None)
                | (Shape::Boolean, Some(Tree::Boolean(_))) => {}
                (Shape::Boolean, _) => return Err(path.member(member).must_be("true or false")),
                _ => return Err(path.member(member).must_be("a text")),
            }
        }
    }
    Ok(items)
}

fn app_profile(tree: &Tree) -> AppProfile {
    AppProfile {
        name: member_text(tree, "name").unwrap_or_default(),
        tenant: member_text(tree, "tenant").unwrap_or_default(),
        delegated: matches!(tree.member("delegated"), Some(Tree::Boolean(true))),
    }
}

fn member_text(tree: &Tree, name: &str) -> Option<String> {
    tree.member(name)?.as_text().map(String::from)
}
