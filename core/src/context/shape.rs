//! The shape of a context that comes in as a value of unknown shape.

use alloc::boxed::Box;
use alloc::string::String;

use super::{AppProfile, ContextError};
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

pub(super) fn known_members(members: &[(String, Tree)], known: &[&str], prefix: &str) -> Read<()> {
    for (name, _) in members {
        if !known.contains(&name.as_str()) {
            return Err(Box::new(ContextError::UnknownMember { path: text::joined(&[prefix, name]) }));
        }
    }
    Ok(())
}

/// What a member of an item is.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Text,
    OptionalText,
    Boolean,
}

/// The items of a list, if it is there: objects with the members given, or texts where none are.
///
/// All is well with their shape then, so that what takes them apart has no mistakes to tell of.
pub(super) fn items_at<'t>(
    tree: &'t Tree,
    name: &'static str,
    columns: &[(&'static str, Shape)],
) -> Read<Option<&'t [Tree]>> {
    let Some(list) = tree.member(name) else { return Ok(None) };
    let items = list.as_list().ok_or_else(|| Path::of(name).must_be("a list"))?;
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
    Ok(Some(items))
}

pub(super) fn app_profile(tree: &Tree) -> AppProfile {
    AppProfile {
        name: member_text(tree, "name").unwrap_or_default(),
        tenant: member_text(tree, "tenant").unwrap_or_default(),
        delegated: matches!(tree.member("delegated"), Some(Tree::Boolean(true))),
    }
}

pub(super) fn member_text(tree: &Tree, name: &str) -> Option<String> {
    tree.member(name)?.as_text().map(String::from)
}
