import Foundation
import Glibc
import RosterCore

/// One file of a ``FolderOutbox``. Whoever watches the folder sees whole files only: until all is on
/// the disk, the name begins with a dot.
struct OutboxFile: Sendable {
    let folder: String
    let name: String
    let bytes: [UInt8]

    private var path: String { folder + "/" + name }

    /// Blocks until it is on the disk. Whatever the disk refuses may be put right later.
    func write() -> Result<Void, DeliveryFailure> {
        put { draft in unsafe rename(draft, path) == 0 }
    }

    /// As ``write()``, and nobody sees a file.
    func writeAndRemove() -> Result<Void, DeliveryFailure> {
        put { draft in unsafe unlink(draft) == 0 }
    }

    private func put(
        _ finish: (_ draft: String) -> Bool
    ) -> Result<Void, DeliveryFailure> {
        guard makeFolder() else { return failure("make the folder") }
        // The id is random: of this name there is this message only, left by a try that succeeded.
        if unsafe access(path, F_OK) == 0 { return .success(()) }
        let draft = "\(folder)/.\(name).\(UUID().uuidString)"
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return failure("create a file in the folder") }
        let isWritten =
            fchmod(descriptor, 0o600) == 0 && writeAll(to: descriptor) && fsync(descriptor) == 0
        let reason = errno
        close(descriptor)
        guard isWritten, finish(draft) else {
            if !isWritten { errno = reason }
            defer { _ = unsafe unlink(draft) }
            return failure("write a file in the folder")
        }
        guard flushFolder() else { return failure("flush the folder") }
        return .success(())
    }

    private func makeFolder() -> Bool {
        if unsafe access(folder, F_OK) == 0 { return true }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            // Another process may have been faster.
            return unsafe access(folder, F_OK) == 0
        }
        return true
    }

    private func writeAll(to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// A new name is safe from a crash only when its folder is on the disk, too.
    private func flushFolder() -> Bool {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }

    private func failure(_ attempt: String) -> Result<Void, DeliveryFailure> {
        let reason = unsafe String(cString: strerror(errno))
        return .failure(.temporary("outbox folder: cannot \(attempt): \(reason)"))
    }
}
