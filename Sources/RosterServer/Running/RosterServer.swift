package import Logging
package import RosterCore
package import RosterSettings
import ServiceLifecycle
import SurfaceKit
package import UnixSignals

/// The composition root: everything that the settings switch on, wired and ready to run.
package struct RosterServer: Sendable {
    package let open: OpenDirectory
    package let bootstrap: Directory.BootstrapOutcome
    package let readiness: Readiness
    private let plan: ListenerPlan
    private let group: ServiceGroup

    /// - Parameters:
    ///   - reloading: What SIGHUP reads again; left out, the signal is not looked at.
    ///   - adjusting: Lets tests decide the clock.
    /// - Throws: ``StartFailure``.
    package static func assemble(
        _ settings: RosterSettings.Settings, logger: Logger,
        stoppingOn signals: [UnixSignal] = [.sigterm, .sigint], reloading: Reloading? = nil,
        adjusting: @Sendable (DirectoryEnvironment) -> DirectoryEnvironment = { $0 }
    ) async throws(StartFailure) -> RosterServer {
        let entries = SurfaceCatalogue.selected(by: settings)
        let certificate = try settings.tls.map { files throws(StartFailure) in
            try CurrentCertificate.files(files)
        }
        if let open = OpenPlace.ofServer(settings).first { throw .openPlace(open) }
        warn(of: TLSCheck.findings(settings, now: ClockCheck.now()), logger)
        let open = try await opened(settings, adjusting: adjusting)
        for clash in open.clashes {
            logger.warning(
                "login id yielded",
                metadata: [
                    "kind": "\(clash.kind.rawValue)", "kept_by": "\(clash.keptBy)",
                    "yielded_by": "\(clash.yieldedBy)", "reason": "\(clash.words)",
                ])
        }
        await open.removeDrafts(logger)
        do throws(StartFailure) {
            let plan = try ListenerPlan(
                entries: entries, settings: settings, open: open, logger: logger)
            let readiness = Readiness(listeners: plan.addresses.count)
            let dispatchers = try plan.dispatchers(readiness: readiness, logger: logger)
            let deliverer = try settings.deliverer(now: open.environment.now)
            // After everything that can be refused: a generated password is shown only once.
            let outcome: Directory.BootstrapOutcome
            do throws(StartFailure) {
                outcome = try await open.bootstrap(settings)
            } catch {
                await deliverer.shutdown()
                throw error
            }
            let listeners = listenerGroup(
                of: plan, dispatchers, settings, certificate, readiness, logger)
            let housekeeping = HousekeepingService(directory: open.directory, logger: logger)
            let clock = ClockService(directory: open.directory, logger: logger)
            let presence = PresenceService(directory: open.directory, logger: logger)
            let delivery = DeliveryService(
                directory: open.directory, deliverer: deliverer,
                counters: DeliveryCounters(factory: plan.metrics.registry), logger: logger)
            let control = ControlService(
                directory: open.directory, dataFolder: settings.dataFolder, readiness: readiness,
                logger: logger)
            let group = serviceGroup(
                [
                    listeners, control, clock, housekeeping, presence, delivery,
                    MemoryService(heads: plan.heads, bodies: plan.bodies, unread: plan.unread),
                    ReloadService(
                        reload: reloading, settings: settings, certificate: certificate,
                        logger: logger),
                    ShutdownWatch(readiness: readiness),
                ],
                stoppingOn: signals, logger: logger)
            return RosterServer(
                open: open, bootstrap: outcome, readiness: readiness, plan: plan, group: group)
        } catch {
            await open.close()
            throw error
        }
    }

    private static func listenerGroup(
        of plan: ListenerPlan, _ dispatchers: [Dispatcher], _ settings: RosterSettings.Settings,
        _ certificate: CurrentCertificate?, _ readiness: Readiness, _ logger: Logger
    ) -> ListenerGroup {
        let connectionsMax = OpenFiles.connectionsMax(listeners: plan.addresses.count)
        let keys = AskedListener.all(of: settings).map(\.key)
        let listeners = zip(plan.addresses, dispatchers).enumerated().map { number, pair in
            let (address, dispatcher) = pair
            return ListenerService(
                number: number, address: address,
                key: keys.indices.contains(number) ? keys[number] : keys[0],
                dispatcher: dispatcher, certificate: certificate, logger: logger,
                readiness: readiness, connectionsMax: connectionsMax,
                trustedProxies: settings.proxiesTrusted.compactMap { AddressBlock($0) },
                refusals: plan.refusals)
        }
        return ListenerGroup(listeners: listeners)
    }

    /// How long a start waits for a command that has the data folder; commands are quick.
    private static let waitSeconds = 10

    private static func opened(
        _ settings: RosterSettings.Settings,
        adjusting: @Sendable (DirectoryEnvironment) -> DirectoryEnvironment
    ) async throws(StartFailure) -> OpenDirectory {
        let end = ContinuousClock.now + .seconds(waitSeconds)
        while true {
            do throws(StartFailure) {
                return try await OpenDirectory.open(settings, adjusting: adjusting)
            } catch {
                guard case .dataFolderInUse = error, ContinuousClock.now < end,
                    await RunningServer.find(dataFolder: settings.dataFolder) == .nobody,
                    (try? await Task.sleep(for: .milliseconds(50))) != nil
                else { throw error }
            }
        }
    }

    /// Where Ops and each surface answer, with the ports that the listeners got.
    package var places: [SurfacePlace] {
        plan.places { number in readiness.port(ofListener: number) }
    }

    /// Every route that this server answers, those of Ops included, e.g. `IAM` and
    /// `GET /v1/users/{name}`: what tests of all routes are made from.
    package var routes: [(surface: String, route: String)] { plan.routes(readiness: readiness) }

    /// Serves until a signal arrives or ``stop()`` is called; then lets running requests finish and
    /// closes the database.
    /// - Throws: ``StartFailure``, or `CancellationError`.
    package func run() async throws {
        do {
            try await group.run()
        } catch {
            await open.close()
            guard error is StartFailure || error is CancellationError else {
                throw StartFailure.ended("\(error)")
            }
            throw error
        }
        await open.close()
    }

    /// A certificate that has expired, or soon will, does not stop a start: clients may take it, and
    /// others of them use a listener without TLS.
    private static func warn(of findings: [Finding], _ logger: Logger) {
        for finding in findings where finding.level != .fine {
            logger.warning(
                "certificate",
                metadata: ["reason": "\(finding.text)", "mend": "\(finding.mend ?? "")"])
        }
    }

    /// Begins a graceful shutdown. Cancelling the task of ``run()`` instead would drop connections
    /// that are accepted and not yet served.
    package func stop() async { await group.triggerGracefulShutdown() }

    private static func serviceGroup(
        _ services: [any Service], stoppingOn signals: [UnixSignal], logger: Logger
    ) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: signals, logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(Bounds.shutdownSeconds)
        return ServiceGroup(configuration: configuration)
    }
}

/// Where a surface answers.
package struct SurfacePlace: Sendable, Equatable {
    package let surface: String
    /// Without a slash at the end.
    package let url: String
    package let port: Int
}

/// Tells ``Readiness`` of a shutdown as soon as it begins, so that a load balancer looks elsewhere
/// while running requests finish.
private struct ShutdownWatch: Service, CustomStringConvertible {
    let readiness: Readiness

    var description: String { "shutdown watch" }

    func run() async throws {
        try? await gracefulShutdown()
        readiness.shutsDown()
    }
}

/// All listeners, which end together.
private struct ListenerGroup: Service, CustomStringConvertible {
    let listeners: [ListenerService]

    var description: String { "listeners" }

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for listener in listeners { group.addTask { try await listener.run() } }
            // The first that fails ends the others.
            for try await _ in group {}
        }
    }
}
