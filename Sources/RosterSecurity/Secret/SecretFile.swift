import Foundation
import Glibc
import RosterCore

/// `secret.file`: 32 random bytes as base64 on one line, readable by its owner alone.
package enum SecretFile {
    /// The secret at `path`; where there is none, a new one is made. Several processes may start
    /// at once: all of them come back with the one secret that stays.
    package static func load(_ path: String) throws(SecretFileFailure) -> InstallSecret {
        if let secret = try read(path) { return secret }
        try create(path)
        guard let secret = try read(path) else {
            throw .unreadable(path: path, reason: "it vanished just after it was made")
        }
        return secret
    }

    /// The secret at `path`, nil where there is no such file; none is made.
    package static func read(_ path: String) throws(SecretFileFailure) -> InstallSecret? {
        // Without O_NONBLOCK, opening a pipe would wait for its writer.
        guard let file = OpenFile(path, O_RDONLY | O_NONBLOCK) else {
            if errno == ENOENT { return nil }
            throw .unreadable(path: path, reason: lastSystemError())
        }
        defer { file.close() }
        guard let mode = file.mode() else {
            throw .unreadable(path: path, reason: lastSystemError())
        }
        guard mode & S_IFMT == S_IFREG else { throw .notRegularFile(path: path) }
        guard mode & 0o066 == 0 else {
            throw .openToOthers(path: path, mode: mode & 0o7777)
        }
        guard let bytes = file.read(atMost: 128) else {
            throw .unreadable(path: path, reason: lastSystemError())
        }
        guard let secret = parse(bytes) else { throw .malformed(path: path) }
        return secret
    }

    /// The new file appears under its name only when it is whole and on the disk, so neither a
    /// crash nor a second process ever meets half a secret.
    private static func create(_ path: String) throws(SecretFileFailure) {
        let draft = "\(path).\(hexadecimal(SecureRandom.bytes(8))).new"
        let flags = O_WRONLY | O_CREAT | O_EXCL
        guard let file = OpenFile(draft, flags) else {
            throw .cannotCreate(path: path, reason: lastSystemError())
        }
        defer { _ = unsafe unlink(draft) }
        let text = Data(SecureRandom.bytes(InstallSecret.bytesCount)).base64EncodedString() + "\n"
        let isWritten = file.setOwnerOnly() && file.write(Array(text.utf8)) && file.flush()
        let reason = lastSystemError()
        file.close()
        guard isWritten else { throw .cannotCreate(path: path, reason: reason) }
        // Unlike rename(2), link(2) refuses to take the place of a file: the first one wins.
        guard unsafe link(draft, path) == 0 || errno == EEXIST else {
            throw .cannotCreate(path: path, reason: lastSystemError())
        }
        try flushFolder(of: path)
    }

    /// A new name is safe from a crash only when its folder is on the disk, too.
    private static func flushFolder(of path: String) throws(SecretFileFailure) {
        let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
        guard let file = OpenFile(folder, O_RDONLY | O_DIRECTORY) else {
            throw .cannotCreate(path: path, reason: lastSystemError())
        }
        defer { file.close() }
        guard file.flush() else { throw .cannotCreate(path: path, reason: lastSystemError()) }
    }

    private static func parse(_ bytes: [UInt8]) -> InstallSecret? {
        var line = String(decoding: bytes, as: UTF8.self)
        if line.ends(withText: "\n") { line.unicodeScalars.removeLast() }
        guard let data = Data(base64Encoded: line), data.base64EncodedString() == line else {
            return nil
        }
        return InstallSecret(bytes: Array(data))
    }

    private static func lastSystemError() -> String {
        unsafe String(cString: strerror(errno))
    }
}
