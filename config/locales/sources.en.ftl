### English words: what looks at sources found.

source-unreachable = Source { $source } cannot be reached: { $cause } What is known stays.
source-empty = Source { $source } holds nothing. What is known stays, and nothing reads this as zero. Ask the sender whether it is meant.
source-shrunk = Source { $source } holds { $files } files of { $bytes } bytes, after { $files_before } files of { $bytes_before } bytes the last time. Nothing was taken, and what is known stays. Ask the sender; if it is right, run mingjingd once collect --source { $source } --accept-shrunk
source-unchanged = Source { $source } holds what was taken before: { $files } files of { $bytes } bytes.
source-received = Source { $source } held something new, which was taken: { $files } files of { $bytes } bytes.
source-not_taken = Source { $source } holds what could not be taken: { $detail }. What is known stays. Correct the file, or format and mapping of the source, and have it put in again.
source-never = Source { $source } was never looked at. Run mingjingd once collect --source { $source }
source-cause-folder = its folder cannot be read ({ $detail }). Check path and permissions.
source-cause-authority = there is no authority to check its certificate by ({ $detail }). Check ca of the source; without ca, install the system's certificates (package ca-certificates).
source-cause-address = { $detail } leads to no address that may be asked. If it is meant to lie in the house's own network, list that in [https] private_addresses; if not, ask who runs the name.
source-cause-connection = there is no connection ({ $detail }). Check the network and whether the server runs; the next look tries again.
source-cause-tls = the server does not prove who it is ({ $detail }). Ask who runs it for a valid certificate, or name its authority in ca of the source.
source-cause-timeout = it took longer than { $detail } seconds. Ask who runs the server, or raise timeout_s of the source.
source-cause-redirect = it sends to { $detail }, and only redirects on the same host are followed, three at most. Check the address; if it has moved, change url and [https] hosts.
source-cause-status = the server answers with status { $detail } instead of a file. For 401 and 403 check bearer of the source, for 404 its url; for others ask who runs the server.
source-cause-storage = what it sends cannot be put down here ({ $detail }). Check space and permissions of the folder for temporary files (TMPDIR).
source-times = so since { $since }; last looked at { $looked_at }; { $next }
source-next = next look at { $next }
source-on-request = looked at on request only
source-none = There are no sources. List them in the settings as [[source]].
source-not-held = Source { $source } holds back nothing that a person would have to take. mingjingd show sources shows how it stands.
source-stage = --accept-shrunk belongs to one source: mingjingd once collect --source ID --accept-shrunk
source-accepted = { $person } takes what source { $source } holds, although it shrank.
