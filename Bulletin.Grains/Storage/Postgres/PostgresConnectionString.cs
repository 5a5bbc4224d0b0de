using Npgsql;

namespace Bulletin.Grains.Storage.Postgres;

/// <summary>Adds the settings that Bulletin needs to an operator's connection string, unless it sets them itself.</summary>
internal static class PostgresConnectionString
{
    // Server-side limits: the server gives up no later than the client, and a stopped process can't hold a topic's row lock for
    // long.
    private static readonly (string Name, string Value)[] Limits =
    [
        ("lock_timeout", "500"),
        ("statement_timeout", "3000"),
        ("idle_in_transaction_session_timeout", "2000"),
        ("tcp_user_timeout", "4000"),
        // Every statement here walks an index from a key. A plan made for a small table must not be kept once the table is large.
        ("enable_seqscan", "off"),
        // To start workers takes longer than any of these short statements.
        ("max_parallel_workers_per_gather", "0"),
        // JIT compilation pays off for reports, not for these short statements.
        ("jit", "off"),
    ];

    /// <summary>For the pool that serves requests: every wait in it is bounded.</summary>
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
        ForgoKerberos(builder);
        // No statement here leaves session state behind.
        if (!Says(builder, "No Reset On Close")) builder.NoResetOnClose = true;
        builder.Options = With(builder.Options, Limits);
        return builder.ConnectionString;
    }

    /// <summary>For one migration: it may take a long time, and closing its connection afterwards releases the lock.</summary>
    public static string ForMigration(string given)
    {
        var builder = new NpgsqlConnectionStringBuilder(given) { Pooling = false, CommandTimeout = 600 };
        if (!Says(builder, "Timeout")) builder.Timeout = 2;
        if (!Says(builder, "Application Name")) builder.ApplicationName = "bulletin-migration";
        ForgoKerberos(builder);
        builder.Options = With(null, [("statement_timeout", "0"), ("lock_timeout", "0")]);
        return builder.ConnectionString;
    }

    /// <summary>
    /// Npgsql tries GSS encryption first. If its library is missing, as in small images, every start logs a complaint.
    /// </summary>
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
