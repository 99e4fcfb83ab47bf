package import RosterCore
import Synchronization

/// The claims of tokens whose signatures were right, so that each is checked once.
///
/// Finding a token costs one hash of its text and one short lock. Of two generations the older one
/// goes when the younger is full; what is still in use moves over before that.
package final class TokenCache: Sendable {
    private static let shardsCount = 16

    private let shards: [Shard]

    /// - Parameter entriesMax: how many tokens are kept at most, at least 32.
    package init(entriesMax: Int = 65_536) {
        let generationMax = max(1, entriesMax / Self.shardsCount / 2)
        shards = (0..<Self.shardsCount).map { _ in Shard(generationMax: generationMax) }
    }

    /// Nil for what was not inserted, or has left since. `token` must be ASCII.
    package func claims(of token: String) -> AccessClaims? { shard(of: token).claims(of: token) }

    /// `token` must be ASCII, as Swift holds other texts equal that differ in their bytes.
    package func insert(_ claims: AccessClaims, of token: String) {
        shard(of: token).insert(claims, of: token)
    }

    /// How many tokens are kept; for the metrics.
    package var count: Int { shards.reduce(0) { $0 + $1.count } }

    /// By the last character but one: the signature is random there, and nothing need be hashed.
    private func shard(of token: String) -> Shard {
        let byte = token.utf8.suffix(2).first ?? 0
        return shards[Int(byte) % Self.shardsCount]
    }
}

private final class Shard: Sendable {
    private struct Generations {
        var young: [String: AccessClaims] = [:]
        var old: [String: AccessClaims] = [:]
    }

    /// Guards the tokens of this shard.
    private let generations = Mutex(Generations())
    private let generationMax: Int

    init(generationMax: Int) { self.generationMax = generationMax }

    var count: Int { generations.withLock { $0.young.count + $0.old.count } }

    func claims(of token: String) -> AccessClaims? {
        generations.withLock { generations in
            if let claims = generations.young[token] { return claims }
            guard let claims = generations.old.removeValue(forKey: token) else { return nil }
            insert(claims, of: token, in: &generations)
            return claims
        }
    }

    func insert(_ claims: AccessClaims, of token: String) {
        generations.withLock { insert(claims, of: token, in: &$0) }
    }

    private func insert(
        _ claims: AccessClaims, of token: String, in generations: inout Generations
    ) {
        if generations.young.count >= generationMax, generations.young[token] == nil {
            generations.old = generations.young
            generations.young = [:]
        }
        generations.young[token] = claims
    }
}
