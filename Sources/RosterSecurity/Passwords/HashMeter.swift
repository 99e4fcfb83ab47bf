import RosterCore
import Synchronization

/// How long hashes take on this machine. Each kind of work is measured when it is first asked for, by
/// a small sample, of which the fastest of three runs counts: what else the machine does makes none
/// faster.
package final class HashMeter: Sendable {
    /// Guards the seconds of a unit of each work that was measured, also while one is: whoever asks
    /// next would measure it, too, and disturb the first.
    private let prices: Mutex<[HashWork: Double]>
    private let measure: @Sendable (HashWork) -> Double

    /// Measures.
    package convenience init() {
        self.init(prices: [:], measure: Self.secondsOfUnit)
    }

    /// Measures nothing: a hash takes the time that it would take on a machine that does `speed` times
    /// the work of a server's core of 2023.
    package convenience init(speed: Double) {
        self.init(prices: [:]) { Self.usualSeconds[$0, default: 0] / speed }
    }

    private init(
        prices: [HashWork: Double], measure: @escaping @Sendable (HashWork) -> Double
    ) {
        self.prices = Mutex(prices)
        self.measure = measure
    }

    /// Whether ``seconds(of:)`` answers at once.
    func knows(_ work: HashWork) -> Bool { prices.withLock { $0[work] != nil } }

    /// How long comparing with a hash takes, by the time of a unit; measures it if need be, which takes
    /// some tens of milliseconds whatever the cost is.
    func seconds(of cost: HashCost) -> Double {
        prices.withLock { prices in
            if let price = prices[cost.work] { return price * cost.units }
            let price = measure(cost.work)
            prices[cost.work] = price
            return price * cost.units
        }
    }

    /// Whether a hash costs more than a login should on this machine (THREATS 23).
    func isCostly(_ cost: HashCost) -> Bool {
        cost.memoryBytes > HashLimits.ordinaryMemoryBytesMax
            || seconds(of: cost) > HashLimits.ordinarySecondsMax * HashLimits.measuringMargin
    }
}

extension HashMeter {
    private static let runs = 3

    /// The least of some runs.
    private static func secondsOfUnit(_ work: HashWork) -> Double {
        guard let hash = StoredHash(sample(of: work)) else {
            preconditionFailure("a sample of no known form: \(work)")
        }
        let clock = ContinuousClock()
        var least = Duration.seconds(3600)
        for _ in 0..<runs {
            let begun = clock.now
            _ = try? PasswordHasher.matches("sample", hash)
            least = min(least, begun.duration(to: clock.now))
        }
        return (least / .seconds(1)) / hash.cost.units
    }

    /// Large enough that what does not grow with the parameters hardly counts.
    private static func sample(of work: HashWork) -> String {
        func tail(_ count: Int) -> String { String(repeating: ".", count: count) }
        let salt = "c2FsdHNhbHRzYWx0c2E"
        let key32 = String(repeating: "A", count: 43)
        let key64 = String(repeating: "A", count: 86)
        return switch work {
        case .argon2: "$argon2id$v=19$m=65536,t=1,p=1$\(salt)$\(key32)"
        case .bcrypt: "$2b$07$" + String(repeating: ".", count: 53)
        case .md5Crypt: "$1$salt$" + tail(22)
        case .sha1Crypt: "$sha1$10000$saltsalt$" + tail(28)
        case .sha256Crypt: "$5$rounds=10000$salt$" + tail(43)
        case .sha512Crypt: "$6$rounds=10000$salt$" + tail(86)
        case .cryptScrypt: "$7$A6..../....SodiumChloride$" + tail(43)
        case .yescrypt: "$y$j8T$saltsalt$" + tail(43)
        case .scrypt: "$scrypt$ln=13,r=8,p=1$\(salt)$\(key32)"
        case .pbkdf2SHA1: "$pbkdf2-sha1$i=20000$\(salt)$" + String(repeating: "A", count: 27)
        case .pbkdf2SHA256: "$pbkdf2-sha256$i=20000$\(salt)$\(key32)"
        case .pbkdf2SHA512: "$pbkdf2-sha512$i=20000$\(salt)$\(key64)"
        }
    }

    /// Seconds of a unit, as measured on one core of a server.
    private static let usualSeconds: [HashWork: Double] = [
        .argon2: 1.3e-6, .bcrypt: 6.4e-5, .md5Crypt: 4e-3, .sha1Crypt: 7e-7,
        .sha256Crypt: 5e-7, .sha512Crypt: 5e-7, .cryptScrypt: 4e-9, .yescrypt: 3e-9,
        .scrypt: 4e-9, .pbkdf2SHA1: 2e-7, .pbkdf2SHA256: 2e-7, .pbkdf2SHA512: 4e-7,
    ]
}
