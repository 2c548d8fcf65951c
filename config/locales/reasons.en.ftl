### English words: why a delivery or a job did not come to a good end. None ends in a full stop.

reason-said = “{ $said }”

## Deliveries

reason-silent = the daemon stopped while the message went out
reason-unreadable = what was kept cannot be read (“{ $said }”)
reason-left-settings = the recipient is no longer in the settings with this channel and address
reason-takes-other = by the settings the recipient takes { $said } of it
reason-takes-nothing = by the settings the recipient takes nothing of it
reason-no-file = its file cannot be made again (“{ $said }”)
reason-refused-superseded = { refused-superseded }
reason-refused-changed = { refused-changed }
reason-unwritable = the file cannot be written (“{ $said }”)
reason-mail-no-settings = there is no [mail] in the settings
reason-mail-reply = the mail server says “{ $said }”
reason-mail-out-of-step = the mail server’s reply fits no step: “{ $said }”
reason-mail-connection = there is no connection to the mail server (“{ $said }”)
reason-mail-broke-off = the connection to the mail server broke off (“{ $said }”)
reason-mail-sign-in = the mail server does not let us sign in (“{ $said }”)
reason-mail-sender = the mail server does not take the sender (“{ $said }”)
reason-mail-not-encrypted = the connection to the mail server is not encrypted
reason-mail-certificate = the certificate cannot be used (“{ $said }”)
reason-mail-address = { $said } is not a mail address
reason-mail-timeout = the mail server gave no answer within { $said } s

## Jobs

reason-job-lost = its daemon was lost { $said } times
reason-job-hangs = the one before it still does not answer
reason-job-broke-off = it broke off; the log says where
reason-job-limit = it took more than { $said } s
reason-job-no-source = source { $said } is not in the settings
reason-job-source-unreachable = the source cannot be reached
reason-job-source-shrunk = what the source holds shrank and is held; mingjingd show sources says what to do
reason-job-not-taken = { $said } files were not taken; mingjingd once collect says why
reason-job-no-scheme = there is no scheme { $said }
reason-job-no-subject = no subject of the scheme is registered
reason-job-not-begun = the period { $said } has not begun
reason-job-error = the program says “{ $said }”
