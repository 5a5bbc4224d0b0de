using Npgsql;

namespace Bulletin.Grains.Storage.Postgres;

/// <summary>Completes an operator's connection string with what Bulletin needs, wherever it says nothing itself.</summary>
internal static class PostgresConnectionString
{
    // The server's own limits, so that it gives up no later than we do and no stopped process can hold a topic's row for long.
    private static readonly (string Name, string Value)[] Limits =
    [
        ("lock_timeout", "500"),
        ("statement_timeout", "3000"),
        ("idle_in_transaction_session_timeout", "2000"),
        ("tcp_user_timeout", "4000"),
        // Every statement here walks an index from a key. A plan made while a table was small must not stay, once it is large.
        ("enable_seqscan", "off"),
        // Compiling a statement pays for reports, not for these.
        ("jit", "off"),
    ];

    /// <summary>For the pool that serves requests: everything in it is bounded.</summary>
    public static string ForRequests(string given, int maxPoolSize = 20)
    {
        var builder = new NpgsqlConnectionStringBuilder(given);
        if (!Says(builder, "Timeout")) builder.Timeout = 2;
        if (!Says(builder, "Command Timeout")) builder.CommandTimeout = 3;
        if (!Says(builder, "Cancellation Timeout")) builder.CancellationTimeout = 500;
        if (!Says(builder, "Maximum Pool Size")) builder.MaxPoolSize = maxPoolSize;
        if (!Says(builder, "Max Auto Prepare")) builder.MaxAutoPrepare = 50;
        if (!Says(builder, "Auto Prepare Min Usages")) builder.AutoPrepareMinUsages = 2;
        if (!Says(builder, "Keepalive")) builder.KeepAlive = 10;
        if (!Says(builder, "Application Name")) builder.ApplicationName = "bulletin";
        // No statement here leaves anything behind in its session.
        ForgoKerberos(builder);
        if (!Says(builder, "No Reset On Close")) builder.NoResetOnClose = true;
        builder.Options = With(builder.Options, Limits);
        return builder.ConnectionString;
    }

    /// <summary>For one migration: it may take its time, and its connection ends with it, which lets go of the lock.</summary>
    public static string ForMigration(string given)
    {
        var builder = new NpgsqlConnectionStringBuilder(given) { Pooling = false, CommandTimeout = 600 };
        if (!Says(builder, "Timeout")) builder.Timeout = 2;
        if (!Says(builder, "Application Name")) builder.ApplicationName = "bulletin-migration";
        ForgoKerberos(builder);
        builder.Options = With(null, [("statement_timeout", "0"), ("lock_timeout", "0")]);
        return builder.ConnectionString;
    }

    /// <summary>Npgsql tries it first, and where its library is missing, as in small images, that is complained of at every start.</summary>
    private static void ForgoKerberos(NpgsqlConnectionStringBuilder builder)
    {
        if (!Says(builder, "GSS Encryption Mode")) builder.GssEncryptionMode = GssEncryptionMode.Disable;
    }

    private static bool Says(NpgsqlConnectionStringBuilder builder, string keyword) =>
        builder.Keys.Contains(keyword, StringComparer.OrdinalIgnoreCase);

    private static string With(string? options, (string Name, string Value)[] settings) => string.Join(' ', settings
        .Where(setting => options?.Contains(setting.Name, StringComparison.OrdinalIgnoreCase) != true)
        .Select(setting => $"-c {setting.Name}={setting.Value}")
        .Prepend(options ?? "")).Trim();
}
