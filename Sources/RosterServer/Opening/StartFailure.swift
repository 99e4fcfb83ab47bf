import Glibc
import RosterControl
package import RosterCore
package import RosterSecurity
package import RosterSettings
import SurfaceKit

/// Why the server or a command cannot start: one clear line each, `WHAT; WHAT TO DO`. What is said
/// names the file or address, and the setting that asks for it.
package enum StartFailure: Error, Sendable, Equatable, CustomStringConvertible {
    case dataFolder(String, errno: Int32)
    /// Another process owns the data folder; its number, if the lock tells it.
    case dataFolderInUse(String, process: Int?)
    /// What lies in the place of the lock is a link, a pipe or a file of somebody else's.
    case foreignLock(String)
    case secretFile(SecretFileFailure)
    case secretMissing(String, database: String)
    case database(String, DirectoryError)
    case postgresMissing
    case collision(String)
    /// An address that a setting asks for.
    case cannotListen(String, SettingKey, errno: Int32)
    /// As ``cannotListen(_:_:errno:)``, where the system has no number for it.
    case listener(String, SettingKey, reason: String)
    case tls(TLSFailure)
    /// A file or folder that others may write, or read what is secret.
    case openPlace(OpenPlace)
    /// The socket of the command line in this folder cannot be made.
    case controlSocket(String, errno: Int32)
    /// The process may not have enough files open.
    case openFiles(limit: Int)
    case administrator(DirectoryError)
    case configuredKey(DirectoryError)
    /// A setting of mails or text messages, by its key.
    case delivery(String, String)
    /// A part of the server that ran ended by itself; its own words.
    case ended(String)

    package var description: String {
        switch self {
        case .dataFolder(let path, let number):
            "the data folder \(path) cannot be used: \(Self.text(of: number)); "
                + Self.remedy(for: number, path, Self.dataFolder)
        case .dataFolderInUse(let path, let process):
            "a Roster process" + (process.map { " (\($0))" } ?? "")
                + " owns the data folder \(path); stop it first, or set "
                + "\(Self.spelt(Self.dataFolder)) to another folder"
        case .foreignLock(let path):
            "the lock \(path) is no file of Roster's own; see what it is, and move it away"
        case .secretFile(let failure):
            failure.description + (Self.remedy(for: failure).map { "; \($0)" } ?? "")
        case .secretMissing(let path, let database):
            "secret.file \(path) is missing, but \(database) was written with it; "
                + "bring it back from where it was kept"
        case .database(let path, let error):
            "the database \(path) cannot be opened: " + Self.text(of: error, path)
        case .postgresMissing:
            "database.url names PostgreSQL, which this build does not hold; "
                + "leave it unset to use SQLite in the data folder"
        case .collision(let text): text
        case .cannotListen(let address, let key, let number):
            "\(key): cannot listen on \(address): \(Self.text(of: number)); "
                + Self.remedy(for: number, listening: key)
        case .listener(let address, let key, let reason):
            "\(key): cannot listen on \(address): \(reason); set \(Self.spelt(key)) to an address "
                + "of this machine"
        case .tls(let failure): failure.description
        case .openPlace(let place): place.description
        case .controlSocket(let folder, let number):
            "the socket roster.sock cannot be made in \(folder): \(Self.text(of: number)); "
                + Self.remedy(for: number, folder, Self.dataFolder)
        case .openFiles(let limit):
            "this process may have only \(limit) files open at once; raise the limit to 4096 or "
                + "more: `ulimit -Hn`, or LimitNOFILE of its systemd unit"
        case .administrator(.conflict(.name)):
            "there is no active administrator, and the name of admin.name is a user's; set another "
                + "admin.name, or let that user be it: `roster user update NAME --role admin`"
        case .administrator(let error):
            "admin.name or admin.password cannot be used: \(OperatorWords.text(of: error)); "
                + "correct it, or leave it out"
        case .configuredKey(let error):
            "bitanswer.key cannot be used: \(OperatorWords.text(of: error)); set another key"
        case .delivery(let key, let reason):
            "\(key) cannot be used: \(reason)" + (reason.contains("; ") ? "" : "; correct it")
        case .ended(let reason):
            "the server ended by itself: \(reason); see its log, and start it again"
        }
    }

    /// The system's own words for an errno.
    static func text(of number: Int32) -> String {
        unsafe String(cString: strerror(number))
    }
}
