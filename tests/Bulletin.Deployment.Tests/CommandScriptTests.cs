using System.Diagnostics;
using System.Runtime.Versioning;
using k8s;
using k8s.Models;

namespace Bulletin.Deployment.Tests;

/// <summary>Runs k8s/command with a kubectl that keeps the Job which it is to create, and says how it ended.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CommandScriptTests : IDisposable
{
    private const string Kubectl = """
        #!/bin/sh
        case "$*" in
          patch*) exec "$REAL" "$@" ;;
          *"create -f -") cat >"$CREATED" ;;
          *"get job"*) echo "$ENDED" ;;
          *logs*) echo "what it said" ;;
        esac
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("bulletin-command-").FullName;

    [Theory]
    [InlineData("production")]
    [InlineData("cohosted")]
    public async Task A_command_runs_once_as_the_migration_does(string overlay)
    {
        var (code, said) = await Run(overlay, "Complete", "admin", "grant", "O'Hara \"x\" \\");

        Assert.Equal((0, "what it said\n"), (code, said));
        var job = KubernetesYaml.Deserialize<V1Job>(await File.ReadAllTextAsync(Path.Combine(folder, "created"), TestContext.Current.CancellationToken), strict: true);
        var migration = Manifests.Of(overlay).The<V1Job>("bulletin-migrate");
        Assert.StartsWith("bulletin-command-", job.Metadata.Name, StringComparison.Ordinal);
        Assert.Equal(0, job.Spec.BackoffLimit);
        Assert.Equal(["admin", "grant", "O'Hara \"x\" \\"], job.Spec.Template.Spec.Containers[0].Args);
        // All else is the migration's: its rights, its secret, its image.
        (job.Metadata.Name, job.Spec.BackoffLimit, job.Spec.Template.Spec.Containers[0].Args) =
            (migration.Metadata.Name, migration.Spec.BackoffLimit, migration.Spec.Template.Spec.Containers[0].Args);
        Assert.Equal(KubernetesYaml.Serialize(migration), KubernetesYaml.Serialize(job));
    }

    [Fact]
    public async Task A_command_that_fails_is_shown_and_fails_the_script()
    {
        var (code, said) = await Run("production", "FailureTarget Failed", "restored");

        Assert.Equal((1, "what it said\n"), (code, said));
    }

    private async Task<(int Code, string Said)> Run(string overlay, string ended, params string[] command)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var (program, manifests) = (Path.Combine(folder, "kubectl"), Path.Combine(folder, "bulletin.yaml"));
        await File.WriteAllTextAsync(manifests, Manifests.Of(overlay).Text, cancellationToken);
        await File.WriteAllTextAsync(program, Kubectl, cancellationToken);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        ProcessStartInfo start = new(Repository.Path("k8s", "command"), [manifests, .. command]) { RedirectStandardOutput = true };
        foreach (var (name, value) in new[] { ("CREATED", Path.Combine(folder, "created")), ("ENDED", ended), ("REAL", Manifests.Kubectl.Value) }) start.Environment[name] = value;
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, said);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
