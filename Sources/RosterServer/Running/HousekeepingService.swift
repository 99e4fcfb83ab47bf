import Logging
import RosterCore
import ServiceLifecycle

/// Lets the directory keep house once at the start and then every ten minutes.
struct HousekeepingService: Service, CustomStringConvertible {
    let directory: Directory
    let logger: Logger

    var description: String { "housekeeping" }

    private static let interval = Duration.seconds(600)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await round()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func round() async {
        do throws(DirectoryError) {
            let report = try await directory.keepHouse()
            guard !report.isEmpty else { return }
            logger.info(
                "housekeeping",
                metadata: [
                    "purged_accounts": "\(report.purgedAccounts)",
                    "expired_sessions": "\(report.expiredSessions)",
                    "stale_counters": "\(report.staleCounters)",
                    "forgotten_blocks": "\(report.forgottenBlocks)",
                    "opened_names": "\(report.openedNames)",
                    "dropped_events": "\(report.droppedEvents)",
                    "forgotten_answers": "\(report.forgottenAnswers)",
                    "forgotten_codes": "\(report.forgottenCodes)",
                    "removed_media": "\(report.removedMedia)",
                    "removed_audit_entries": "\(report.removedEntries)",
                ])
        } catch {
            logger.error("housekeeping", metadata: ["reason": "\(error)"])
        }
    }
}
