import RosterCore
package import RosterSettings
import SurfaceBitAnswer
import SurfaceIAM
package import SurfaceKit
import SurfaceManagement
import SurfaceTavern
import SurfaceThinkSNS

/// The surfaces that this build holds: one line each. A new surface is a new folder, its tests, its
/// docs page, and its line here.
enum SurfaceCatalogue {
    struct Entry: Sendable {
        let name: RosterSettings.SurfaceName
        /// The setting of the surface's own address; nil for the main listener.
        let listener: (any KeyPath<RosterSettings.Settings, ListenAddress> & Sendable)?
        let prefix: @Sendable (RosterSettings.Settings) -> [String]
        /// The user table of the system that the surface stands for.
        let table: TableForm
        let make: @Sendable (Ingredients) -> any Surface
    }

    /// What a surface is made of.
    struct Ingredients: Sendable {
        let directory: Directory
        let settings: RosterSettings.Settings
        let metrics: ProcessMetrics
    }

    static let entries: [Entry] = [
        Entry(
            name: .tavern, listener: nil, prefix: { _ in [] }, table: TavernSurface.table,
            make: makeTavern),
        Entry(
            name: .management, listener: nil, prefix: { _ in [] },
            table: ManagementSurface.table, make: makeManagement),
        Entry(
            name: .bitAnswer, listener: nil, prefix: { _ in [] },
            table: BitAnswerSurface.table, make: makeBitAnswer),
        Entry(
            name: .thinkSNS, listener: nil, prefix: { _ in [] },
            table: ThinkSNSSurface.table, make: makeThinkSNS),
        Entry(
            name: .iam, listener: \RosterSettings.Settings.iamListen,
            prefix: { $0.iamPrefix.split(separator: "/").map(String.init) },
            table: IAMSurface.table, make: makeIAM),
    ]

    /// The entries that the settings switch on.
    static func selected(by settings: RosterSettings.Settings) -> [Entry] {
        entries.filter { settings.surfaces.contains($0.name) }
    }

    private static func makeIAM(_ ingredients: Ingredients) -> any Surface {
        let settings = ingredients.settings
        let metrics = ingredients.metrics
        return IAMSurface(
            directory: ingredients.directory,
            options: IAMOptions(
                isRegistrationOpen: settings.registration == .open,
                revealsPasswordHash: settings.iamPasswordHash == .reveal,
                time: TimeFormat(zone: settings.timeZone.zone),
                version: [
                    ("gitVersion", "v" + Release.version), ("gitCommit", ""),
                    ("gitTreeState", ""), ("buildDate", ""), ("goVersion", ""),
                    ("compiler", Release.compiler), ("platform", Release.platform),
                ],
                servesThisMachine: settings.servesThisMachineAlone,
                metrics: { metrics.reply() }))
    }

    private static func makeManagement(_ ingredients: Ingredients) -> any Surface {
        ManagementSurface(
            directory: ingredients.directory,
            options: ManagementOptions(publicURL: ingredients.settings.publicURL))
    }

    private static func makeBitAnswer(_ ingredients: Ingredients) -> any Surface {
        BitAnswerSurface(
            directory: ingredients.directory,
            options: BitAnswerOptions(
                time: TimeFormat(zone: ingredients.settings.timeZone.zone)))
    }

    private static func makeThinkSNS(_ ingredients: Ingredients) -> any Surface {
        let settings = ingredients.settings
        return ThinkSNSSurface(
            directory: ingredients.directory,
            options: ThinkSNSOptions(
                publicURL: settings.publicURL,
                avatars: settings.thinkSNSAvatars == .object ? .object : .link,
                version: Release.version,
                reachesPhonesOnly: settings.smsURL.isServer && !settings.mailURL.isServer))
    }

    private static func makeTavern(_ ingredients: Ingredients) -> any Surface {
        let settings = ingredients.settings
        return TavernSurface(
            directory: ingredients.directory,
            options: TavernOptions(
                servesLocalUser: settings.tavernAuth == .local,
                origins: Set(settings.corsOrigins)))
    }
}

/// The tables of old systems, for `import` and `export`.
package enum OldTables {
    package static func form(of surface: RosterSettings.SurfaceName) -> TableForm? {
        SurfaceCatalogue.entries.first { $0.name == surface }?.table
    }

    /// Surfaces that know people by numbers: there an account without an imported id is known by its
    /// own.
    package static var numbering: [String] {
        SurfaceCatalogue.entries.compactMap { entry in
            guard case .number = entry.table.keyForm else { return nil }
            return entry.name.rawValue
        }
    }

    /// Tables of people, by the names of their surfaces.
    package static var people: [TableForm] {
        SurfaceCatalogue.entries.map(\.table).filter { $0.kind == .person }
            .sorted { ($0.surface?.rawValue ?? "") < ($1.surface?.rawValue ?? "") }
    }

    /// Surfaces that have ids of people, in the order in which export writes them.
    package static var keyed: [String] { people.compactMap(\.surface?.rawValue) }
}
