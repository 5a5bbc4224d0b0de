using System.Text.RegularExpressions;
using Bulletin.Processes;

namespace Bulletin.Faults.Tests;

/// <summary>A run that somebody ends before it is over.</summary>
public sealed partial class BrokenOff
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(30);

    internal static readonly string[] Run =
        [Path.Combine(AppContext.BaseDirectory, "Bulletin.Faults.dll"), "--programs", Path.Combine(Built.Root, "artifacts", "run"), "--minutes", "5"];

    [Fact]
    public async Task What_a_run_has_started_ends_with_it_when_it_is_told_to()
    {
        using var temp = OpenToPostgres();
        ProcessLog log = new();
        var ready = log.Next(Ready());
        using var run = ChildProcess.Start("dotnet", Run, "/", log, new Dictionary<string, string> { ["TMPDIR"] = temp.Path });
        await ready.WaitAsync(StartsWithin, TestContext.Current.CancellationToken);
        var started = run.Children();
        Assert.True(started.Count >= 6, $"A database, three silos and two gateways, but {started.Count} processes.");

        run.Signal(Signals.Terminate);

        var exitCode = await run.Exit(EndsWithin);
        Assert.True(exitCode == 143, $"It exited with {exitCode}:\n{log.Tail()}");
        await Eventually.That(() => !started.Any(id => Directory.Exists($"/proc/{id}")), EndsWithin, "its processes have ended");
        Assert.Empty(Directory.GetDirectories(temp.Path, "bulletin-*"));
        if (Environment.UserName == "root") Assert.DoesNotContain($"bl{run.Id}", await ChildProcess.Run("ip", ["netns", "list"], "/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_ends_a_process_that_another_has_disposed_of_does_nothing()
    {
        var child = ChildProcess.Start("sleep", ["60"], "/");
        child.Dispose();

        child.Kill();

        await Eventually.That(() => !Directory.Exists($"/proc/{child.Id}"), EndsWithin, "it has ended");
    }

    /// <summary>A temp folder for a run: its Postgres is another user.</summary>
    internal static TempFolder OpenToPostgres()
    {
        var temp = new TempFolder();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(temp.Path, File.GetUnixFileMode(temp.Path) | UnixFileMode.OtherExecute);
        return temp;
    }

    [GeneratedRegex("^The cluster is ready")]
    private static partial Regex Ready();
}
