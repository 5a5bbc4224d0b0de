using Bulletin.Processes;

namespace Bulletin.Faults.Tests;

/// <summary>What runs that are broken off leave in the temp folder.</summary>
public sealed class LeftBehind : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly TempFolder temp = BrokenOff.OpenToPostgres();

    [Theory, InlineData(Signals.Terminate), InlineData(Signals.Interrupt)]
    public async Task A_run_that_is_told_to_end_leaves_nothing(int signal)
    {
        var (run, _) = await Begun();

        Assert.Equal(128 + signal, await Ended(run, signal));

        Assert.Empty(Folders());
    }

    [Fact]
    public async Task What_a_killed_run_has_left_goes_when_the_next_begins_and_what_a_living_one_has_stays()
    {
        // Nobody's, as far as a run can know.
        var strange = Directory.CreateDirectory(Path.Combine(temp.Path, "bulletin-strange")).FullName;
        var (killed, left) = await Begun();
        await Ended(killed, Signals.Kill);
        Assert.True(Directory.Exists(left));

        var (first, folder) = await Begun();
        var (second, another) = await Begun();

        Assert.Equal(new[] { strange, folder, another }.Order(), Folders().Order());
        await Ended(first, Signals.Terminate);
        await Ended(second, Signals.Terminate);
        Assert.Equal([strange], Folders());
    }

    /// <summary>A run that has a folder by now.</summary>
    private async Task<(ChildProcess, string Folder)> Begun()
    {
        var before = Folders().ToHashSet();
        // A shell in the background has its children ignore SIGINT, which .NET respects.
        var run = ChildProcess.Start(
            "env", ["--default-signal=INT", "dotnet", .. BrokenOff.Run, "--network", "loopback"], "/", environment: new Dictionary<string, string> { ["TMPDIR"] = temp.Path });
        var its = await Eventually.Get(
            () => Task.FromResult(Folders().FirstOrDefault(folder => !before.Contains(folder))), folder => folder is not null, Soon, "the run has a folder");
        return (run, its!);
    }

    private static async Task<int> Ended(ChildProcess run, int signal)
    {
        using (run)
        {
            run.Signal(signal);
            return await run.Exit(Soon);
        }
    }

    private string[] Folders() => Directory.GetDirectories(temp.Path, "bulletin-*");

    public void Dispose() => temp.Dispose();
}
