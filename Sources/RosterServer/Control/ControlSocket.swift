import Foundation
import Glibc
import RosterControl

/// The place of the control socket: `<data>/roster.sock`, for its owner alone.
///
/// A socket is made in a folder that nobody else can enter, gets its mode there, and only then
/// takes its name: at no moment could somebody else have opened it.
struct ControlSocket: ~Copyable {
    private let folder: Int32
    private let chamber: String
    /// The name under which it is bound: short, however deep the folder lies.
    let bindingPath: String

    /// - Parameter path: The data folder, which this process has locked: what lies there under the
    ///   socket's name is left from a process that was killed.
    /// - Throws: ``StartFailure/controlSocket(_:errno:)``.
    init(in path: String) throws(StartFailure) {
        let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .controlSocket(path, errno: errno) }
        let chamber = ".control.\(getpid())"
        // Whoever was killed between making one and leaving it did not own the folder for long.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasPrefix(".control.") { Self.remove(name, in: folder) }
        guard unsafe mkdirat(folder, chamber, 0o700) == 0 else {
            let number = errno
            close(folder)
            throw .controlSocket(path, errno: number)
        }
        self.folder = folder
        self.chamber = chamber
        bindingPath = ControlPath.short(
            directory: folder, chamber + "/" + ControlWire.socketName)
    }

    /// Gives the bound socket its mode and its name.
    /// - Throws: ``StartFailure/controlSocket(_:errno:)``.
    func publish(in path: String) throws(StartFailure) {
        let made = chamber + "/" + ControlWire.socketName
        guard unsafe fchmodat(folder, made, 0o600, 0) == 0,
            unsafe renameat(folder, made, folder, ControlWire.socketName) == 0
        else { throw .controlSocket(path, errno: errno) }
        Self.remove(chamber, in: folder)
    }

    /// Takes the name away: nobody listens any more.
    func retract() { _ = unsafe unlinkat(folder, ControlWire.socketName, 0) }

    deinit {
        Self.remove(chamber, in: folder)
        close(folder)
    }

    private static func remove(_ chamber: String, in folder: Int32) {
        _ = unsafe unlinkat(folder, chamber + "/" + ControlWire.socketName, 0)
        _ = unsafe unlinkat(folder, chamber, AT_REMOVEDIR)
    }
}
