import CPlatform
import Glibc
import Logging
import RosterCore
import RosterSettings
import SurfaceKit

/// Which surfaces go on which listener. The main listener is always there, for Ops at least;
/// surfaces with the same address share one.
struct ListenerPlan {
    private(set) var addresses: [ListenAddress]
    private var mounts: [[Mount]]
    private var surfaces: [(name: String, listener: Int, path: String)] = []
    private let settings: RosterSettings.Settings
    private let open: OpenDirectory
    let metrics: ProcessMetrics
    private let trial: WriteTrial
    let heads = HeadBudget()
    let bodies: BodyBudget
    let unread: AnswerBudget
    let refusals: ConnectionRefusals

    init(
        entries: [SurfaceCatalogue.Entry], settings: RosterSettings.Settings,
        open: OpenDirectory, logger: Logger
    ) throws(StartFailure) {
        self.settings = settings
        self.open = open
        self.bodies = BodyBudget(bytesMax: settings.limitsBodyBytes)
        self.unread = AnswerBudget(
            bytesMax: settings.limitsAnswerBytes, nanoseconds: { roster_steady_nanoseconds() })
        self.refusals = ConnectionRefusals(
            logger: logger, nanoseconds: { roster_steady_nanoseconds() })
        self.metrics = ProcessMetrics(
            hashPool: open.hashPool, scans: open.directory.scans, logBytes: open.logBytes,
            budgets: BudgetMetrics(
                heads: heads, bodies: bodies, unread: unread, refusals: refusals),
            startedAtMilliseconds: open.environment.now().milliseconds)
        self.trial = WriteTrial(of: open)
        self.addresses = [settings.listen]
        self.mounts = [[]]
        let ingredients = SurfaceCatalogue.Ingredients(
            directory: open.directory, settings: settings, metrics: metrics)
        for entry in entries {
            let address = entry.listener.map { settings[keyPath: $0] }
            let prefix = entry.prefix(settings)
            let number = place(Mount(entry.make(ingredients), prefix: prefix), at: address)
            surfaces.append(
                (entry.name.rawValue, number, prefix.map { "/" + $0 }.joined()))
        }
    }

    /// Where Ops and each surface answer; `port` tells the one that a listener got.
    func places(port: (Int) -> Int?) -> [SurfacePlace] {
        let scheme = settings.tls == nil ? "http" : "https"
        return ([("Ops", 0, "")] + surfaces).map { name, number, path in
            let port = port(number) ?? addresses[number].port
            let host = addresses[number].host
            let shown = host.contains(":") ? "[\(host)]" : host
            return SurfacePlace(
                surface: name, url: "\(scheme)://\(shown):\(port)\(path)", port: port)
        }
    }

    /// One dispatcher for each address.
    /// - Throws: ``StartFailure/collision(_:)``.
    func dispatchers(
        readiness: Readiness, logger: Logger
    ) throws(StartFailure) -> [Dispatcher] {
        let ops = makeOps(readiness)
        let context = context(logger: logger)
        var dispatchers: [Dispatcher] = []
        for (number, list) in mounts.enumerated() {
            do throws(MountCollision) {
                let all = number == 0 ? list + [Mount(ops)] : list
                dispatchers.append(try Dispatcher(mounts: all, context: context))
            } catch {
                throw .collision(error.description)
            }
        }
        return dispatchers
    }

    /// Every route that answers, with its surface's name; those of Ops come last. A route is
    /// written as its surface has it, without the prefix that a setting may put before it.
    func routes(readiness: Readiness) -> [(surface: String, route: String)] {
        let all: [any Surface] = mounts.joined().map(\.surface) + [makeOps(readiness)]
        return all.flatMap { surface in
            surface.routes.map { (surface: surface.name.rawValue, route: $0.description) }
        }
    }

    private func makeOps(_ readiness: Readiness) -> OpsSurface {
        OpsSurface(
            directory: open.directory, readiness: readiness, metrics: metrics,
            servesThisMachine: settings.servesThisMachineAlone, trial: trial)
    }

    /// The number of the listener that the mount went to.
    private mutating func place(_ mount: Mount, at own: ListenAddress?) -> Int {
        guard let address = own else {
            mounts[0].append(mount)
            return 0
        }
        // Port 0 asks for any free port, so two of them are two listeners.
        if address.port != 0, let number = addresses.firstIndex(of: address) {
            mounts[number].append(mount)
            return number
        }
        addresses.append(address)
        mounts.append([mount])
        return addresses.count - 1
    }

    private func context(logger: Logger) -> DispatchContext {
        let environment = open.environment
        return DispatchContext(
            metrics: metrics.registry, logger: logger,
            buckets: AddressBuckets(perMinute: settings.limitsPerAddress),
            searches: AddressBuckets(perMinute: settings.limitsSearches),
            changes: KeyedBuckets(perMinute: settings.limitsChanges),
            trustedProxies: settings.proxiesTrusted.compactMap { AddressBlock($0) },
            corsOrigins: Set(settings.corsOrigins), answers: open.directory,
            heads: heads, bodies: bodies, unread: unread,
            nanoseconds: { roster_steady_nanoseconds() },
            milliseconds: { environment.now().milliseconds },
            makeRequestID: { RequestID.make(environment.randomBytes(16)) })
    }
}

/// Request ids of our own: UUIDs of version 4 (RFC 9562 §5.4).
enum RequestID {
    static func make(_ random: [UInt8]) -> String {
        var bytes = random
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
