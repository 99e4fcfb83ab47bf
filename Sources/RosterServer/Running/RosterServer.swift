package import Logging
import NIOSSL
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
    private let listeners: [ListenerService]
    private let housekeeping: HousekeepingService
    private let logger: Logger

    /// - Parameter adjusting: Lets tests decide the clock.
    /// - Throws: ``StartFailure``.
    package static func assemble(
        _ settings: RosterSettings.Settings, logger: Logger,
        adjusting: @Sendable (DirectoryEnvironment) -> DirectoryEnvironment = { $0 }
    ) async throws(StartFailure) -> RosterServer {
        let entries = try SurfaceCatalogue.selected(by: settings)
        let tls = try settings.tls.map { files throws(StartFailure) in
            try TLSConfiguration.files(files)
        }
        let open = try await OpenDirectory.open(settings, adjusting: adjusting)
        do throws(StartFailure) {
            let plan = try ListenerPlan(entries: entries, settings: settings, open: open)
            let readiness = Readiness(listeners: plan.addresses.count)
            let dispatchers = try plan.dispatchers(readiness: readiness, logger: logger)
            // After everything that can be refused: a generated password is shown only once.
            let outcome = try await open.bootstrap(settings)
            let connectionsMax = OpenFiles.connectionsMax(listeners: plan.addresses.count)
            let listeners = zip(plan.addresses, dispatchers).enumerated().map { number, pair in
                let (address, dispatcher) = pair
                return ListenerService(
                    number: number, address: address, dispatcher: dispatcher, tls: tls,
                    logger: logger,
                    readiness: readiness, connectionsMax: connectionsMax)
            }
            return RosterServer(
                open: open, bootstrap: outcome, readiness: readiness, plan: plan,
                listeners: listeners,
                housekeeping: HousekeepingService(directory: open.directory, logger: logger),
                logger: logger)
        } catch {
            await open.close()
            throw error
        }
    }

    /// Where Ops and each surface answer, with the ports that the listeners got.
    package var places: [SurfacePlace] {
        plan.places { number in readiness.port(ofListener: number) }
    }

    /// Serves until one of `signals` arrives or the task is cancelled; then lets running requests
    /// finish and closes the database.
    package func run(stoppingOn signals: [UnixSignal] = [.sigterm, .sigint]) async throws {
        let group = serviceGroup(stoppingOn: signals)
        do {
            try await group.run()
        } catch {
            await open.close()
            throw error
        }
        await open.close()
    }

    private func serviceGroup(stoppingOn signals: [UnixSignal]) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: listeners.map { .init(service: $0) } + [.init(service: housekeeping)]
                + [.init(service: ShutdownWatch(readiness: readiness))],
            gracefulShutdownSignals: signals, logger: logger)
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
