import Logging
import RosterCore
import ServiceLifecycle

/// Writes to the database when sessions were last used. Each is written at most once in half a
/// minute (``Limits/sessionUseSeconds``); what is left at shutdown ``OpenDirectory/close()`` writes.
struct PresenceService: Service, CustomStringConvertible {
    let directory: Directory
    let logger: Logger

    var description: String { "presence" }

    private static let interval = Duration.seconds(5)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                do throws(DirectoryError) {
                    try await directory.writePresence()
                } catch {
                    logger.error("presence", metadata: ["reason": "\(error)"])
                }
            }
        }
    }
}
