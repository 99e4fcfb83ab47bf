import RosterSettings

/// An address that the server would listen on, with the setting that asks for it.
struct AskedListener: Sendable {
    let key: SettingKey
    let address: ListenAddress

    /// Each address once, the main listener's first, as ``ListenerPlan`` places surfaces.
    static func all(of settings: RosterSettings.Settings) -> [AskedListener] {
        let main = AskedListener(
            key: SettingsTable.key(of: \.listen), address: settings.listen)
        let own = SurfaceCatalogue.selected(by: settings).compactMap(\.listener).map { field in
            AskedListener(key: SettingsTable.key(of: field), address: settings[keyPath: field])
        }
        return own.reduce(into: [main]) { all, next in
            if next.address.port == 0 || !all.contains(where: { $0.address == next.address }) {
                all.append(next)
            }
        }
    }
}
