import Glibc
import RosterControl
package import RosterCore
import RosterSecurity
import SurfaceKit

/// Why the server or a command cannot start: one clear line each, with what to do.
package enum StartFailure: Error, Sendable, Equatable, CustomStringConvertible {
    case dataFolder(String, errno: Int32)
    /// Another process owns the data folder; its number, if the lock tells it.
    case dataFolderInUse(String, process: Int?)
    /// What lies in the place of the lock is a link, a pipe or a file of somebody else's.
    case foreignLock(String)
    case secretFile(String)
    case secretMissing(String, database: String)
    case database(String, DirectoryError)
    case postgresMissing
    case collision(String)
    case cannotListen(String, errno: Int32)
    case unusableCertificate(String)
    /// The socket of the command line in this folder cannot be made.
    case controlSocket(String, errno: Int32)
    case administrator(DirectoryError)
    case configuredKey(DirectoryError)
    /// A setting of mails or text messages, by its key.
    case delivery(String, String)

    package var description: String {
        switch self {
        case .dataFolder(let path, let number):
            "the data folder \(path) cannot be used: \(Self.text(of: number))"
        case .dataFolderInUse(let path, let process):
            "a Roster process" + (process.map { " (\($0))" } ?? "")
                + " owns the data folder \(path); stop it first"
        case .foreignLock(let path):
            "the lock \(path) is no file of Roster's own; see what it is, and move it away"
        case .secretFile(let reason): reason
        case .secretMissing(let path, let database):
            "secret.file \(path) is missing, but \(database) was written with it; "
                + "bring it back from where it was kept"
        case .database(let path, let error):
            "the database \(path) cannot be opened: \(OperatorWords.text(of: error))"
        case .postgresMissing:
            "database.url names PostgreSQL, which this build does not hold; "
                + "leave it unset to use SQLite in the data folder"
        case .collision(let text): text
        case .cannotListen(let address, let number):
            "cannot listen on \(address): \(Self.text(of: number))"
        case .controlSocket(let folder, let number):
            "the socket roster.sock cannot be made in \(folder): \(Self.text(of: number))"
        case .unusableCertificate(let files):
            "tls.certificate and tls.key hold no usable PEM certificate and key: \(files)"
        case .administrator(.conflict(.name)):
            "there is no active administrator, and the name of admin.name is a user's; set another "
                + "admin.name, or let that user be it: `roster user update NAME --role admin`"
        case .administrator(let error):
            "admin.name or admin.password cannot be used: \(OperatorWords.text(of: error))"
        case .configuredKey(let error):
            "bitanswer.key cannot be used: \(OperatorWords.text(of: error))"
        case .delivery(let key, let reason): "\(key) cannot be used: \(reason)"
        }
    }

    /// The system's own words for an errno.
    static func text(of number: Int32) -> String {
        unsafe String(cString: strerror(number))
    }
}
