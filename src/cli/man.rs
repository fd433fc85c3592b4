//! `bookhook man`: writes manual pages from the help of the commands.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Command};

use super::support::failure::{Exit, Failure};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder to write to, created if it is missing
    folder: PathBuf,
}

/// The end of the main manual page, which is not in the help.
const MORE: &str = r#".SH "EXIT STATUS"
.TP
0
The command succeeded.
.TP
1
The command failed.
.TP
2
The command line is wrong.
.TP
3
The settings or the secret cannot be used.
.TP
4
The database cannot be used.
.SH ENVIRONMENT
.TP
ROCKET_..., BOOKHOOK_...
Each setting can be given as a variable, which overrides the files: ROCKET_PORT, BOOKHOOK_DATABASE.
.TP
ROCKET_CONFIG
The settings file, like \-\-config.
.TP
CAL_COM_WEBHOOK_SECRET, CAL_COM_WEBHOOK_SECRET_FILE
The webhook secret, or the path of a file that contains it.
.SH FILES
.TP
Rocket.toml
Settings, in the working directory. With the Debian package: /etc/bookhook/Rocket.toml.
.TP
bookhook.db
The database. With the Debian package: /var/lib/bookhook/bookhook.db.
.TP
webhook.secret
The webhook secret that bookhook generated, beside the database.
"#;

pub(super) fn run(arguments: &Arguments, command: Command) -> Result<(), Failure> {
    let folder = &arguments.folder;
    write(folder, command).map_err(|_| {
        Failure::new(Exit::Failed, format!("the manual pages cannot be written to {}", folder.display()))
            .with_remedy("choose a folder that you may write to, on a disk with space")
    })
}

fn write(folder: &Path, command: Command) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(command, folder)?;
    OpenOptions::new().append(true).open(folder.join("bookhook.1"))?.write_all(MORE.as_bytes())
}
