//! `mingjingd template`: an empty form to fill in.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use metrics::kind::Kind;
use reports::form::{Form, template, template_csv};

use super::{Exit, Failure, Shell, output};
use crate::installation::Installation;

/// Write an empty form to fill in.
#[derive(Debug, Args)]
pub struct Template {
    /// What it is about; the words stand in docs/formats.md.
    kind: Kind,
    /// A workbook with lists and checks in its cells, or the head alone.
    #[arg(long, value_enum, default_value = "xlsx")]
    format: TemplateFormat,
    /// The file to make; without, KIND and the format's ending. Nothing is overwritten.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How a form is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum TemplateFormat {
    Xlsx,
    Csv,
}

impl Template {
    pub(super) fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let (installation, _) = shell.installation_or_builtin()?;
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
}

/// The form of a kind with heads in the language of the shell.
pub(super) fn form(kind: Kind, shell: &Shell, installation: &Installation) -> Form {
    let currencies = installation.policy.minor_digits().into_keys();
    let language = shell.words(installation).language();
    Form::new(kind, language, currencies.map(|it| it.to_string()).collect())
}
