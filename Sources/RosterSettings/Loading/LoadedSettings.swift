/// A configuration that was accepted, and how it came about.
package struct LoadedSettings: Sendable {
    package let settings: Settings
    /// Every row of `SettingsTable`, in its order.
    package let effective: [EffectiveSetting]
    /// The file of `--config` or `ROSTER_CONFIG`, or ``SettingsLoader/standardFile`` if it exists.
    package let configurationFile: String?
}

/// The value that one setting has, as `roster config` shows it.
package struct EffectiveSetting: Sendable, Equatable {
    package let key: SettingKey
    /// Secrets are masked; nil when nothing is set.
    package let value: String?
    package let source: SettingSource
}
