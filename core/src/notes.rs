//! The notes: what somebody who makes a choice should know, shown where the choice is made.
//!
//! They are data beside the field table. The facts are those of the form's own help.

use alloc::string::String;
use core::fmt::Write as _;

use crate::context::PasswordPolicy;
use crate::fields::{
    Applies, BULK_TOKEN, ENROLLMENT_FILE, ENTRA_ID, Field, HYBRID_IDENTITY, OFFLINE_AGENT, ONLINE_CREDENTIALS, SOURCE,
    YES,
};
use crate::report::fill;
use Applies::When;

/// What somebody who makes a choice should know.
#[derive(Debug)]
pub struct Note {
    /// The name in data.
    pub id: &'static str,
    /// The field beside which it stands.
    pub field: Field,
    /// When it is shown.
    pub applies: Applies,
    /// Whether it is about a password policy with classes of characters or one without; `None` if it is
    /// about something else.
    pub about_classes: Option<bool>,
    /// The text; `{minLength}` and `{minCategories}` stand for the numbers of the password policy.
    pub text: &'static str,
}

impl Note {
    /// The text, with the numbers of the password policy in it.
    #[must_use]
    pub fn text_for(&self, policy: PasswordPolicy) -> String {
        Self::fill(self.text, policy)
    }

    pub(crate) fn fill(text: &str, policy: PasswordPolicy) -> String {
        fill(text, |name, text| {
            let number = if name == "minLength" { policy.min_length() } else { policy.min_categories() };
            // Writing into a text does not fail.
            _ = write!(text, "{number}");
        })
    }
}

/// The columns of a note that say whether it is shown. They stand apart from the texts, as those of a
/// field do that its checks look at.
#[derive(Clone, Copy)]
pub(crate) struct Condition {
    pub(crate) applies: Applies,
    about_classes: Option<bool>,
}

impl Condition {
    const fn of(note: &Note) -> Self {
        Self { applies: note.applies, about_classes: note.about_classes }
    }

    /// Whether the note fits a password policy.
    pub(crate) fn fits(&self, policy: PasswordPolicy) -> bool {
        self.about_classes.is_none_or(|about| about == (policy.min_categories() > 0))
    }
}

/// The conditions of [`NOTES`], in their order.
pub(crate) static CONDITIONS: [Condition; NOTES.len()] = {
    let [first, ..] = &NOTES;
    let mut conditions = [Condition::of(first); NOTES.len()];
    let mut rest: (&mut [Condition], &[Note]) = (&mut conditions, &NOTES);
    while let ([condition, conditions @ ..], [note, notes @ ..]) = rest {
        *condition = Condition::of(note);
        rest = (conditions, notes);
    }
    conditions
};

const fn note(id: &'static str, field: Field, applies: Applies, text: &'static str) -> Note {
    Note { id, field, applies, about_classes: None, text }
}

/// All notes, in the order of the fields they stand beside.
pub static NOTES: [Note; 12] = [
    note(
        "deployDeviceAgent",
        Field::ConfigurationKey,
        When(Field::Role, SOURCE),
        "Every device that is to be migrated needs the device agent. On devices joined to a domain the .msi is best \
         installed silently by Group Policy; elsewhere it is installed by hand, as .msi or .exe.",
    ),
    note(
        "localAdministrator",
        Field::CreateLocalAdministrator,
        When(Field::Role, SOURCE),
        "If a device cannot rejoin, this account is the way to log on to it.",
    ),
    Note {
        about_classes: Some(true),
        ..note(
            "passwordPolicy",
            Field::LocalAdministratorPassword,
            When(Field::CreateLocalAdministrator, YES),
            "The password follows the complexity policy of your Active Directory: at least {minLength} characters, \
             of at least {minCategories} kinds among upper case, lower case, digits and special characters, and \
             without the username.",
        )
    },
    Note {
        about_classes: Some(false),
        ..note(
            "passwordLength",
            Field::LocalAdministratorPassword,
            When(Field::CreateLocalAdministrator, YES),
            "The password follows the policy of your Active Directory: at least {minLength} characters.",
        )
    },
    note(
        "connectEntraId",
        Field::ConnectEntraId,
        When(Field::Role, SOURCE),
        "With the source Microsoft Entra ID connected, the group memberships of devices in Entra ID can be read \
         and migrated.",
    ),
    note(
        "intuneEnrollment",
        Field::Destination,
        When(Field::Destination, HYBRID_IDENTITY | ENTRA_ID),
        "Devices that have rejoined are enrolled in Microsoft Intune automatically. For that, sign in to Intune with \
         an account of the destination and set the MDM user scope.",
    ),
    note(
        "serviceAccount",
        Field::AdUsername,
        When(Field::RejoinMethod, ONLINE_CREDENTIALS),
        "The account joins devices to the destination domain, so it needs the role Administrators or Domain Admin \
         there.",
    ),
    note(
        "lineOfSight",
        Field::RejoinMethod,
        When(Field::RejoinMethod, ONLINE_CREDENTIALS),
        "Every device still needs the device agent, and must reach a domain controller of the destination while it \
         is migrated: in the office, on the corporate Wi-Fi, or by VPN.",
    ),
    note(
        "memberServer",
        Field::RejoinMethod,
        When(Field::RejoinMethod, OFFLINE_AGENT),
        "Besides the device agent on every device, the Active Directory agent runs in the destination domain. \
         Install it on a member server rather than on a domain controller, where other software is best avoided. \
         Devices need not reach a domain controller.",
    ),
    note(
        "connectionKey",
        Field::ConnectionKey,
        When(Field::RejoinMethod, OFFLINE_AGENT),
        "The Active Directory agent is installed with this key. A new key replaces the old one: an agent that has \
         the old one must be given the new one.",
    ),
    note(
        "bulkTokens",
        Field::BulkToken,
        When(Field::RejoinMethod, BULK_TOKEN),
        "You can get several bulk tokens; the information shown is that of the latest.",
    ),
    note(
        "enrollmentFile",
        Field::EnrollmentFilePath,
        When(Field::RejoinMethod, ENROLLMENT_FILE),
        "The file can lie in a local folder of each device or in a shared folder. Devices must reach a shared folder \
         from the source environment and from the destination environment.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

    #[test]
    fn each_note_has_a_name_of_its_own() {
        let names: BTreeSet<_> = NOTES.iter().map(|note| note.id).collect();
        assert_eq!(names.len(), NOTES.len());
    }

    #[test]
    fn one_of_the_two_policies_fits() {
        for categories in [0, 3] {
            let policy = PasswordPolicy::new(7, categories).unwrap_or_default();
            let about = CONDITIONS.iter().filter(|row| row.about_classes.is_some() && row.fits(policy)).count();
            assert_eq!(about, 1);
        }
    }
}
