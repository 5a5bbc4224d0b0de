namespace Bulletin.Operations;

/// <summary>
/// The names of all settings that anything reads. Both programs accept all of them, so that the processes of a cluster can share
/// their settings.
/// </summary>
public static class AllSettings
{
    private static readonly string[] Rates =
        ["Posting", "Writing", "Marking", "Searching", "Reading", "HubCalls", "Connecting", "HubKilobytes", "SignUp", "LogIn", "Refreshing", "Anonymous"];

    private static readonly (string Section, string[] Names)[] Sections =
    [
        ("ConnectionStrings", ["Postgres"]),
        ("Storage", ["MinFreeBytes"]),
        ("Cluster",
        [
            "Role", "ClusterId", "ServiceId", "AdvertisedAddress", "ListenAddress", "SiloName", "SiloPort", "GatewayPort",
            "Tls:CertificateFile", "Tls:KeyFile", "Tls:AuthorityFile",
        ]),
        ("Auth", ["SigningKeyFiles:0", "SigningKeys:0", "KeyFolder", "AccessTokenLifetime", "Issuer", "Audience"]),
        ("Accounts",
        [
            "PasswordIterations", "ConcurrentHashes", "WaitingHashes", "AttemptLimit", "AttemptWindow", "AttemptLimitOverall", "SessionLifetime",
            "SessionMaxAge", "SessionLimit", "RepeatableFor", "FreedNamesRest", "RowFreshness",
        ]),
        ("Limits", [.. Rates.SelectMany(rate => new[] { $"{rate}:PerSecond", $"{rate}:Burst" }), "InFlightBytesPerUser", "InFlightBytes"]),
        ("Live", ["OutboxMessages", "OutboxBytes", "ConnectionsPerUser", "TopicsPerConnection", "LeaveSeconds", "SessionCheckSeconds"]),
        ("Site", ["PublicUrl"]),
        ("Mail", ["Host", "Port", "Security", "Username", "Password", "PasswordFile", "From"]),
        ("Metrics", ["Port", "Address"]),
        ("Dashboard", ["Password"]),
        ("Cors", ["Origins:0"]),
        ("ForwardedHeaders", ["KnownProxies:0", "KnownNetworks:0", "Limit"]),
        ("Http", ["MaxConnections", "MaxConnectionsPerAddress", "KeepAliveSeconds", "Hsts"]),
        ("Web", ["Folder"]),
        ("Logging", ["Requests"]),
    ];

    /// <summary>Bulletin's own, as docs/operations.md lists them. A list goes by its first element.</summary>
    public static IReadOnlyList<string> Own { get; } =
        ["urls", "Data", .. Sections.SelectMany(section => section.Names.Select(name => $"{section.Section}:{name}"))];

    /// <summary>The sections of libraries. What is in them is theirs to check.</summary>
    internal static IReadOnlyList<string> Foreign { get; } =
        ["Kestrel", "Orleans", "Logging:LogLevel", "Logging:Console", "Logging:Debug", "Logging:EventLog", "Logging:EventSource"];

    /// <summary>The host's and ASP.NET Core's settings that are in no section.</summary>
    internal static IReadOnlyList<string> OfTheHost { get; } =
    [
        "AllowedHosts", "applicationName", "captureStartupErrors", "contentRoot", "detailedErrors", "environment", "forwardedHeaders_Enabled",
        "hostBuilder:reloadConfigOnChange", "hostingStartupAssemblies", "hostingStartupExcludeAssemblies", "http_ports", "https_port", "https_ports",
        "preferHostingUrls", "preventHostingStartup", "shutdownTimeoutSeconds", "startupAssembly", "staticWebAssets", "suppressStatusMessages", "webroot",
    ];

    /// <summary>What OpenTelemetry, .NET and ASP.NET Core read under these names is specified elsewhere.</summary>
    internal static IReadOnlyList<string> ForeignPrefixes { get; } = ["OTEL_", "DOTNET_", "ASPNETCORE_"];
}
