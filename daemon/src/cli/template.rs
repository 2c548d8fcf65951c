//! `mingjingd template`: an empty form to fill in, or a mapping to adjust.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use config::locale::Words;
use config::mappings;
use metrics::kind::Kind;
use reports::form::{Form, template, template_csv};

use super::{Exit, Failure, Shell, output};
use crate::installation::Installation;

/// Write an empty form to fill in, or a mapping to adjust.
#[derive(Debug, Args)]
pub struct Template {
    /// What it is about; the words stand in docs/formats.md.
    kind: Kind,
    /// A workbook with lists and checks in its cells, or the head alone.
    #[arg(long, value_enum, default_value = "xlsx")]
    format: TemplateFormat,
    /// Instead of a form, a mapping for voucher lists like those of this accounting software, or for the
    /// items of this interchange format: a default of this project, to be adjusted to the export at hand.
    /// For the kind ledger.
    #[arg(long, value_enum, value_name = "SOFTWARE", conflicts_with = "format")]
    mapping: Option<Software>,
    /// The file to make; without, KIND and the format's ending, or SOFTWARE.toml. Nothing is overwritten.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How a form is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum TemplateFormat {
    Xlsx,
    Csv,
}

/// Whose voucher lists, or items, a mapping is for.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Software {
    Yonyou,
    Kingdee,
    Gbt24589,
    SafT,
}

impl Software {
    /// Its name and its mapping.
    const fn mapping(self) -> (&'static str, &'static str) {
        match self {
            Self::Yonyou => ("yonyou", mappings::YONYOU),
            Self::Kingdee => ("kingdee", mappings::KINGDEE),
            Self::Gbt24589 => ("gbt24589", mappings::GBT24589),
            Self::SafT => ("saf-t", mappings::SAF_T),
        }
    }
}

impl Template {
    pub(super) fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let (installation, _) = shell.installation_or_builtin()?;
        if let Some(software) = self.mapping {
            return self.write_mapping(software, &shell.words(&installation));
        }
        let form = form(self.kind, shell, &installation);
        let (bytes, ending) = match self.format {
            TemplateFormat::Xlsx => (template(&form).map_err(Failure::environment)?, "xlsx"),
            TemplateFormat::Csv => (template_csv(&form).map_err(Failure::environment)?, "csv"),
        };
        let path = (self.out.clone())
            .unwrap_or_else(|| Path::new(self.kind.as_str()).with_extension(ending));
        output::new_file(&path, &bytes)?;
        let path = path.display().to_string();
        let arguments = [("path", path.as_str()), ("kind", self.kind.as_str())];
        output::say(&shell.words(&installation).format("cli-template-made", &arguments));
        Ok(Exit::Good)
    }

    fn write_mapping(&self, software: Software, words: &Words) -> Result<Exit, Failure> {
        let kind = self.kind.as_str();
        if self.kind != Kind::Ledger {
            return Err(Failure::usage("cli-template-ledger", &[("kind", kind)]));
        }
        let (name, mapping) = software.mapping();
        let path = (self.out.clone()).unwrap_or_else(|| Path::new(name).with_extension("toml"));
        output::new_file(&path, mapping.as_bytes())?;
        let path = path.display().to_string();
        output::say(
            &words.format("cli-template-mapping", &[("path", path.as_str()), ("kind", kind)]),
        );
        Ok(Exit::Good)
    }
}

/// The form of a kind with heads in the language of the shell.
pub(super) fn form(kind: Kind, shell: &Shell, installation: &Installation) -> Form {
    let currencies = installation.policy.minor_digits().into_keys();
    let language = shell.words(installation).language();
    Form::new(kind, language, currencies.map(|it| it.to_string()).collect())
}
