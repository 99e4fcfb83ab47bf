// swift-tools-version: 6.2
import PackageDescription

// The tree is the architecture: see ARCHITECTURE.md for the picture, and
// Tests/TidyTests for the import table that holds it.

/// Strict everywhere, so that a layer cannot be weakened by forgetting a flag.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

extension Target.Dependency {
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let grdbSQLite = product(name: "GRDBSQLite", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let jwtKit = product(name: "JWTKit", package: "jwt-kit")
    static let logging = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "CoreMetrics", package: "swift-metrics")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let nioHTTPTypesHTTP1 = product(
        name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
    static let nioHTTP2 = product(name: "NIOHTTP2", package: "swift-nio-http2")
    static let nioHTTPTypesHTTP2 = product(
        name: "NIOHTTPTypesHTTP2", package: "swift-nio-extras")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let nioTLS = product(name: "NIOTLS", package: "swift-nio")
    static let serviceLifecycle = product(
        name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
}

func layer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// One dialect: a folder of its own that no other surface knows.
func surface(_ name: String) -> Target {
    layer("Surface" + name, ["RosterCore", "SurfaceKit", .httpTypes])
}

/// Transcripts beside the tests are read from the source tree, not built.
func tests(_ name: String, _ dependencies: [Target.Dependency], goldens: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: goldens, swiftSettings: strict)
}

/// A surface is tested over the wire, against a whole server.
func surfaceTests(_ name: String, _ more: [Target.Dependency] = []) -> Target {
    tests(
        "Surface\(name)Tests",
        [
            "RosterCore", "RosterServer", "RosterSettings", "RosterTestSupport", "SurfaceKit",
            .target(name: "Surface" + name), .logging,
        ] + more, goldens: ["Transcripts"])
}

let package = Package(
    name: "roster",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "roster", targets: ["roster"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: [.defaults, "YAML", "CommandLineArguments"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        // At least 2.100.0: earlier versions have two header CVEs (DESIGN §4).
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-http2.git", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // C libraries from the system (`make deps` installs them).
        .systemLibrary(
            name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
        .target(
            name: "CUnicodeFolding",
            linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc")]),

        .target(
            name: "CPhoneNumbers",
            linkerSettings: [.linkedLibrary("phonenumber"), .linkedLibrary("protobuf")]),

        .target(name: "CPlatform"),
        .target(name: "CMail", linkerSettings: [.linkedLibrary("curl")]),

        // The domain.
        layer("RosterCore", ["CPhoneNumbers", "CUnicodeFolding"]),

        // What the domain asks of the outside, one adapter each.
        layer("RosterStorage", ["RosterCore"]),
        layer("StorageSQLite", ["RosterCore", "RosterStorage", .grdb, .grdbSQLite]),
        layer(
            "RosterSecurity",
            ["RosterCore", "CArgon2", "CCrypt", "CPlatform", .crypto, .cryptoExtras, .jwtKit]),

        layer(
            "RosterDelivery",
            [
                "RosterCore", "CMail", .asyncHTTPClient, .crypto, .nioCore, .nioHTTP1, .nioPosix,
                .nioSSL,
            ]),

        // What speaks HTTP.
        layer(
            "SurfaceKit",
            [
                "RosterCore", .httpTypes, .logging, .metrics,
            ]),
        surface("BitAnswer"),
        surface("IAM"),
        surface("Management"),
        surface("Tavern"),
        surface("ThinkSNS"),

        // What operators do: the verbs of the control socket, and files of old tables.
        layer("RosterControl", ["RosterCore", "SurfaceKit"]),
        layer("RosterTransfer", ["RosterCore", "CPlatform", "SurfaceKit", .crypto]),

        // The composition root and the command line.
        layer("RosterSettings", ["CPhoneNumbers", .configuration]),
        layer(
            "RosterServer",
            [
                "CPlatform", "RosterControl", "RosterCore", "RosterDelivery", "RosterSecurity",
                "RosterSettings", "RosterStorage", "StorageSQLite", "SurfaceKit",
                "SurfaceBitAnswer", "SurfaceIAM",
                "SurfaceManagement",
                "SurfaceTavern", "SurfaceThinkSNS", .httpTypes,
                .logging, .metrics, .nioCore, .nioHTTP1, .nioHTTP2, .nioHTTPTypes,
                .nioHTTPTypesHTTP1, .nioHTTPTypesHTTP2, .nioPosix, .nioSSL, .nioTLS,
                .serviceLifecycle, .unixSignals,
            ]),
        .executableTarget(
            name: "roster",
            dependencies: [
                "CPlatform", "RosterControl", "RosterCore", "RosterServer", "RosterSettings",
                "RosterTransfer", "SurfaceKit", .argumentParser, .configuration, .logging,
            ],
            swiftSettings: strict),

        // Measurements, not built by default tasks.
        .executableTarget(
            name: "load-users", dependencies: ["RosterCore", "RosterServer", "RosterSettings"],
            path: "bench/load-users", swiftSettings: strict),

        // Tests. The two libraries here are shared by test targets only.
        .target(
            name: "RosterTestSupport",
            dependencies: [
                "RosterCore", "RosterSecurity", "RosterServer", "RosterSettings", "StorageSQLite",
                "RosterStorage", .logging,
            ],
            path: "Tests/RosterTestSupport",
            exclude: ["http2-client.py", "https-server.py", "smtp-server.py"],
            swiftSettings: strict),
        .target(
            name: "StorageContract", dependencies: ["RosterCore", "RosterStorage"],
            path: "Tests/StorageContract", swiftSettings: strict),
        tests("RosterCoreTests", ["RosterCore", "RosterTestSupport"]),
        tests(
            "RosterDeliveryTests",
            ["RosterCore", "RosterDelivery", "RosterTestSupport", .crypto]),
        tests("RosterSecurityTests", ["RosterCore", "RosterSecurity", .crypto, .jwtKit]),
        tests(
            "RosterServerTests",
            [
                "RosterCore", "RosterServer", "RosterSettings", "RosterTestSupport", "SurfaceKit",
                "roster",
                .grdb,
                .httpTypes, .jwtKit, .logging, .metrics, .nioCore, .nioEmbedded, .nioHTTP1,
                .nioHTTPTypes,
            ]),
        tests("RosterSettingsTests", ["RosterSettings"]),
        tests(
            "RosterTransferTests",
            [
                "RosterCore", "RosterServer", "RosterSettings", "RosterTestSupport",
                "RosterTransfer", "SurfaceKit",
            ]),
        tests(
            "StorageSQLiteTests",
            ["RosterCore", "RosterStorage", "StorageContract", "StorageSQLite", .grdb]),
        tests("SurfaceKitTests", ["RosterCore", "SurfaceKit", .httpTypes, .logging, .metrics]),
        surfaceTests("BitAnswer"),
        surfaceTests("IAM", [.crypto]),
        surfaceTests("Management"),
        surfaceTests("Tavern"),
        surfaceTests("ThinkSNS", [.crypto]),
        tests("TidyTests", ["RosterServer", "RosterSettings"]),
    ]
)
