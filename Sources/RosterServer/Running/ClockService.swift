import Logging
import RosterCore
import ServiceLifecycle

/// Watches the clock while the server runs: the database learns the time about once a minute, and a
/// clock that jumped ahead is told in the log, once, and once more when it is believed again.
struct ClockService: Service, CustomStringConvertible {
    let directory: Directory
    let logger: Logger

    var description: String { "clock" }

    private static let interval = Duration.seconds(20)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var isHeld = false
            var hasFailed = false
            while !Task.isCancelled {
                do throws(DirectoryError) {
                    let judgement = try await directory.watchClock()
                    tell(judgement, wasHeld: isHeld)
                    isHeld = judgement.isHeld
                    hasFailed = false
                } catch {
                    if !hasFailed { logger.error("clock", metadata: ["reason": "\(error)"]) }
                    hasFailed = true
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func tell(_ judgement: ClockJudgement, wasHeld: Bool) {
        guard judgement.isHeld != wasHeld else { return }
        guard judgement.isHeld else {
            logger.notice(
                "clock", metadata: ["reason": "the clock is believed; purges and expiries go on"])
            return
        }
        logger.warning(
            "clock",
            metadata: [
                "reason":
                    "\(ClockWords.text(now: judgement.now, expected: judgement.expected))",
                "mend": "\(ClockWords.mend)",
            ])
    }
}
