import Logging
import RosterCore
import ServiceLifecycle

/// Delivers messages from the outbox: at once when one is written here, at its time when one waits
/// for another try, and within a few seconds when another node left one behind. A delivery may take
/// as long as its server needs; meanwhile its message is kept from being taken a second time, and
/// the others flow (``RunningDeliveries``).
///
/// At a shutdown, a delivery that the next hop cannot have taken is broken off at once, and begins
/// anew after the next start. One that it may have gets ``shutdownSeconds`` for its answer; without
/// one it is sent again after the next start, as twice is better than never.
struct DeliveryService: Service, CustomStringConvertible {
    let directory: Directory
    let deliverer: any MessageDelivering
    let logger: Logger
    private let counters: DeliveryCounters
    private let running = RunningDeliveries()
    /// Between two times that what runs is kept from others.
    private let renewal: Duration

    init(
        directory: Directory, deliverer: any MessageDelivering, counters: DeliveryCounters,
        logger: Logger, renewal: Duration = .seconds(Limits.deliveryRenewalSeconds)
    ) {
        self.directory = directory
        self.deliverer = deliverer
        self.counters = counters
        self.logger = logger
        self.renewal = renewal
    }

    var description: String { "delivery" }

    private static let intervalSeconds = 5.0
    /// Less than what a shutdown may take in all, by what breaking off takes.
    static let shutdownSeconds = 15

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await deliverUntilShutdown() }
            group.addTask { await endDeliveries() }
            // The first is over when no delivery runs any more, which the second waits for.
            await group.next()
            group.cancelAll()
        }
    }

    /// Returns when a shutdown has begun and no delivery runs. Deliveries are not cancelled by it:
    /// a cancelled request to a gateway may have been a message.
    private func deliverUntilShutdown() async {
        await withDiscardingTaskGroup { group in
            var renewed = ContinuousClock.now
            while !Task.isShuttingDownGracefully && !Task.isCancelled {
                if renewed.duration(to: .now) >= renewal {
                    renewed = .now
                    await keepRunning()
                }
                tellOfBudgets()
                for message in await due() {
                    group.addTask {
                        await deliver(message)
                        running.end(message)
                        directory.messageBell.ring()
                    }
                }
                await wait(seconds: await secondsToNext())
            }
        }
    }

    /// One line for each time that an hour's messages were out, however many were refused then.
    private func tellOfBudgets() {
        for (channel, counts) in directory.messageTally.take() {
            counters.count(counts, of: channel)
            guard counts.wasReached else { continue }
            logger.warning(
                "message budget reached",
                metadata: [
                    "channel": "\(channel.rawValue)",
                    "reason": "an hour's codes or notices are out: codes are refused, notices wait",
                    "mend": "raise limits.mailsPerHour or limits.textsPerHour if this is no attack",
                ])
        }
    }

    private func endDeliveries() async {
        try? await gracefulShutdown()
        deliverer.stop()
        try? await Task.sleep(for: .seconds(Self.shutdownSeconds))
        await deliverer.shutdown()
    }

    private func keepRunning() async {
        do throws(DirectoryError) {
            try await directory.keepMessages(running.ids)
        } catch {
            logger.error("delivery", metadata: ["reason": "\(error)"])
        }
    }

    /// The messages that are to be delivered now; they count as running from here on.
    private func due() async -> [StoredMessage] {
        var begun: [StoredMessage] = []
        for channel in OutgoingMessage.Channel.allCases {
            guard let selection = running.selection(channel) else { continue }
            do throws(DirectoryError) {
                let taken = try await directory.takeMessages(
                    selection, limit: running.free(channel))
                var left: [String] = []
                for message in taken {
                    guard running.mayBegin(message) else {
                        left.append(message.id)
                        continue
                    }
                    running.begin(message)
                    begun.append(message)
                }
                try await directory.returnMessages(left)
            } catch {
                logger.error("delivery", metadata: ["reason": "\(error)"])
            }
        }
        return begun
    }

    private func deliver(_ message: StoredMessage) async {
        do throws(DirectoryError) {
            switch try await directory.deliver(message, by: deliverer) {
            case .delivered: counters.count(.delivered, of: message)
            // As if it had not been there: nothing goes out.
            case .pretended: break
            case .postponed where message.kind == .silent: break
            case .postponed(let reason):
                counters.count(.postponed, of: message)
                log("message waits for another try", message, reason)
            case .dropped(let reason):
                counters.count(.dropped, of: message)
                log("message dropped", message, reason)
            }
        } catch {
            // It is due again when its time with us is over.
            logger.error("delivery", metadata: ["reason": "\(error)"])
        }
    }

    private func log(_ text: Logger.Message, _ message: StoredMessage, _ reason: String) {
        logger.warning(
            text,
            metadata: [
                "message_id": "\(message.id)", "channel": "\(message.channel.rawValue)",
                "attempt": "\(message.attempts)", "reason": "\(reason)",
            ])
    }

    /// Until one is due that may begin. Of the others the end of a delivery tells.
    private func secondsToNext() async -> Double {
        var seconds = min(Self.intervalSeconds, renewal / .seconds(1))
        for channel in OutgoingMessage.Channel.allCases {
            guard let selection = running.selection(channel),
                let due = try? await directory.nextMessageDue(selection)
            else { continue }
            let milliseconds = due.milliseconds - directory.environment.now().milliseconds
            seconds = min(seconds, max(0.05, Double(milliseconds) / 1000))
        }
        return seconds
    }

    /// Until the bell rings, the time is over or a shutdown begins.
    private func wait(seconds: Double) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await directory.messageBell.wait() }
            group.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            group.cancelAll()
        }
    }
}
