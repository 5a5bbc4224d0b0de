using System.Net.Sockets;
using Bulletin.Grains;
using Microsoft.Extensions.Options;

namespace Bulletin.Operations;

/// <summary>Runs a process from start to exit code. A failed start is reported as one line that says what to do.</summary>
public static class ProcessRunner
{
    /// <summary>
    /// The maximum time that a graceful shutdown takes. An orchestrator must allow slightly more before it kills the process.
    /// </summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMinutes(2);

    /// <returns>0 after a clean shutdown, 1 after a failed start.</returns>
    public static async Task<int> Run(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync($"Bulletin can't start: {Reason(exception) ?? exception.ToString()}");
            return 1;
        }
    }

    /// <returns>Null if the reason is unknown, so that the full exception must be shown.</returns>
    private static string? Reason(Exception exception) => exception switch
    {
        StartFailedException failed => failed.Message,
        OptionsValidationException options => string.Join(' ', options.Failures),
        StorageUnavailableException storage => $"the database can't be reached. {storage.Message}",
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => "a port of the cluster (Cluster:SiloPort, Cluster:GatewayPort) is in use by another process.",
        IOException { InnerException: { } inner } address when inner.GetType().Name == "AddressInUseException" => address.Message,
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } setting => setting.Message,
        ArgumentException { Source: "Npgsql" or "System.Data.Common" } text => $"ConnectionStrings:Postgres can't be read. {text.Message}",
        // Orleans and the host wrap exceptions thrown during the start.
        { InnerException: { } inner } => Reason(inner),
        _ => null,
    };
}
