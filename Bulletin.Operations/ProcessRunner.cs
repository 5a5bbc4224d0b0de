using System.Net.Sockets;
using System.Runtime.InteropServices;
using Bulletin.Grains;
using Bulletin.Grains.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Bulletin.Operations;

/// <summary>Runs a process from start to exit code. A failed start is reported as one line that says what to do.</summary>
public static class ProcessRunner
{
    /// <summary>
    /// The maximum time that a graceful shutdown takes. An orchestrator must allow slightly more before it kills the process.
    /// </summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Runs a server, unless it was only asked for its version or for help.</summary>
    /// <param name="build">Makes the server ready to run. Its token is cancelled when the process is told to stop, so that what waits ends at once.</param>
    /// <returns>0 after a clean shutdown, also of a start that was not finished; 1 after a failed start.</returns>
    public static async Task<int> Run(string[] args, string help, Func<CancellationToken, Task<WebApplication>> build)
    {
        if (Answer(args, help) is { } answer)
        {
            Console.WriteLine(answer);
            return 0;
        }
        using CancellationTokenSource stopping = new();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        // The host may hear a signal before this does, or, if it has not begun to start, not at all.
        var hosted = CancellationToken.None;
        try
        {
            await using var server = await build(stopping.Token);
            hosted = server.Lifetime.ApplicationStopping;
            await server.RunAsync(stopping.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || hosted.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception)
        {
            return await Failed(exception, Notices.From(args));
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            try
            {
                stopping.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The host heard it first, and everything has ended meanwhile.
            }
        }
    }

    /// <summary>Says why a process ends.</summary>
    /// <returns>The exit code 1.</returns>
    public static async Task<int> Failed(Exception exception, Notices notices)
    {
        await notices.Fail($"Bulletin can't start: {Reason(exception) ?? exception.ToString()}");
        return 1;
    }

    /// <summary>What to print if the process is asked for its version or for help; otherwise null.</summary>
    public static string? Answer(string[] args, string help) =>
        args is ["--version"] ? $"Bulletin {ProductVersion.Current}" : args.Any(arg => arg is "--help" or "-h" or "-?") ? help : null;

    /// <returns>Null if the reason is unknown, so that the full exception must be shown.</returns>
    private static string? Reason(Exception exception) => exception switch
    {
        StartFailedException failed => failed.Message,
        OptionsValidationException options => string.Join(' ', options.Failures),
        StorageUnavailableException storage => $"the database can't be reached. {storage.Message}",
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => "a port of the cluster (Cluster:SiloPort, Cluster:GatewayPort) is in use by another process.",
        IOException { InnerException: { } inner } address when inner.GetType().Name == "AddressInUseException" => address.Message,
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } setting => setting.Message,
        FormatException { Source: "Microsoft.Extensions.Configuration.CommandLine" } argument => argument.Message,
        InvalidDataException { Source: "Microsoft.Extensions.Configuration.FileExtensions" } file => $"{file.Message} {file.GetBaseException().Message}",
        ArgumentException { Source: "Npgsql" or "System.Data.Common" } text => $"ConnectionStrings:Postgres can't be read. {text.Message}",
        // Orleans and the host wrap exceptions thrown during the start.
        { InnerException: { } inner } => Reason(inner),
        _ => null,
    };
}
