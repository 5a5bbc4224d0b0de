using System.Diagnostics;
using System.Runtime.Versioning;

namespace Bulletin.Deployment.Tests;

/// <summary>Runs k8s/rollout with a kubectl that writes down what it is asked and answers as told.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class RolloutScript : IDisposable
{
    private const string Kubectl = """
        #!/bin/sh
        echo "$*" >>"$CALLS"
        case "$*" in
          *"rollout status"*bulletin-"$DOWN") exit 1 ;;
          *"get job"*) echo "$JOB" ;;
          *io/revision*) echo 7 ;;
          *bulletin/migration*) echo "$MIGRATION" ;;
          *bulletin/compatible-from*) echo 10 ;;
        esac
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("bulletin-rollout-").FullName;

    /// <summary>The kind of server whose pods do not become ready.</summary>
    public string Down { get; init; } = "none";

    /// <summary>The last migration that the previous version knows, empty if it does not say. The next one is compatible from 10.</summary>
    public string Migration { get; init; } = "12";

    /// <summary>How the migration ends.</summary>
    public string Job { get; init; } = "SuccessCriteriaMet Complete";

    /// <returns>The exit code, and what changed or waited for something, shortened.</returns>
    public async Task<(int Code, IReadOnlyList<string> Steps, string Errors)> Run(string overlay, CancellationToken cancellationToken)
    {
        var (calls, program, manifests) = (Path.Combine(folder, "calls"), Path.Combine(folder, "kubectl"), Path.Combine(folder, "bulletin.yaml"));
        await File.WriteAllTextAsync(manifests, Manifests.Of(overlay).Text, cancellationToken);
        await File.WriteAllTextAsync(program, Kubectl, cancellationToken);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        ProcessStartInfo start = new(Repository.Path("k8s", "rollout"), [manifests]) { RedirectStandardError = true };
        foreach (var (name, value) in new[] { ("CALLS", calls), ("DOWN", Down), ("MIGRATION", Migration), ("JOB", Job) }) start.Environment[name] = value;
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, [.. (await File.ReadAllLinesAsync(calls, cancellationToken)).Select(Short).OfType<string>()], errors);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string? Short(string call) => call.Split(' ') switch
    {
        ["apply", "-l", _, var comparison, .. var rest] => $"apply {(comparison == "=" ? rest[0] : "the rest")}",
        [_, _, "get", "job", ..] => "wait for the migration",
        [_, _, "rollout", "status", _, var server] => $"wait for {server["deployment/bulletin-".Length..]}",
        [_, _, "rollout", "undo", "--to-revision=7", var server] => $"undo {server["deployment/bulletin-".Length..]}",
        [_, _, "delete", "job", ..] => "delete the last migration",
        [_, _, "get" or "logs", ..] => null,
        _ => call,
    };
}
