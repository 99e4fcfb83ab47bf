extension SettingsTable {
    /// What is wrong with values that are each right.
    ///
    /// - Parameters:
    ///   - sources: Where each value came from; a key that is missing has its default.
    ///   - failed: Keys with a problem of their own. Nothing is said about combinations with them,
    ///     as it would vanish with that problem.
    static func problems(
        combining settings: Settings, sources: [SettingKey: SettingSource], failed: Set<SettingKey>
    ) -> [SettingProblem] {
        combinations.compactMap { combination in
            guard failed.isDisjoint(with: combination.keys),
                let (key, sentence) = combination.refusal(settings, Set(sources.keys))
            else { return nil }
            return SettingProblem(
                key: key.rawValue, place: sources[key]?.place(of: key), sentence: sentence)
        }
    }

    private struct Combination: Sendable {
        let keys: Set<SettingKey>
        let refusal:
            @Sendable (Settings, _ given: Set<SettingKey>) -> (key: SettingKey, sentence: String)?
    }

    private static let combinations = [
        Combination(keys: ["tls.certificate", "tls.key"]) { (settings, _) in
            switch (settings.tlsCertificate, settings.tlsKey) {
            case (_?, nil): ("tls.certificate", "needs tls.key; set both or neither")
            case (nil, _?): ("tls.key", "needs tls.certificate; set both or neither")
            default: nil
            }
        },
        Combination(keys: ["token.ttl", "session.ttl"]) { (settings, given) in
            guard settings.sessionTTLSeconds < settings.tokenTTLSeconds else { return nil }
            let tokens = "\(settings.tokenTTLSeconds)s"
            let sessions = "\(settings.sessionTTLSeconds)s"
            return given.contains("session.ttl")
                ? ("session.ttl", "must be at least token.ttl (\(tokens)), not \(sessions)")
                : ("token.ttl", "must be at most session.ttl (\(sessions)), not \(tokens)")
        },
        Combination(keys: ["tavern.auth", "listen", "publicURL", "proxies.trusted", "surfaces"]) {
            (settings, given) in
            guard settings.surfaces.contains(.tavern), settings.tavernAuth == .local,
                settings.listen.isLoopback, !settings.servesThisMachineAlone
            else { return nil }
            let reason =
                settings.proxiesTrusted.isEmpty
                ? "publicURL is \(settings.publicURL)" : "proxies.trusted is set"
            return (
                "tavern.auth",
                "must not be local while \(reason): requests then come from elsewhere; use required,"
                    + " or leave Tavern out of surfaces"
            )
        },
        Combination(keys: ["tavern.auth", "listen", "surfaces"]) { (settings, given) in
            // A default of the table is never the one refused here; settings built in code may be.
            guard settings.surfaces.contains(.tavern), settings.tavernAuth == .local,
                !settings.listen.isLoopback
            else { return nil }
            return (
                "tavern.auth",
                "must not be local while listen (\(settings.listen)) is open to the network; use "
                    + "required, or leave Tavern out of surfaces"
            )
        },
    ]
}
