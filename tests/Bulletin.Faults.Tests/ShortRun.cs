using Bulletin.Faults.Checks;
using Bulletin.Faults.Machines;
using Bulletin.Faults.Nemesis;

namespace Bulletin.Faults.Tests;

/// <summary>A real cluster, a minute of faults, and no promise broken.</summary>
public sealed class ShortRun
{
    [Fact]
    public async Task Nothing_is_lost_doubled_or_shown_wrongly_while_a_silo_and_the_database_fail()
    {
        List<string> said = [];
        var result = await new FaultRun(
            new RunOptions
            {
                Layout = Layout.Split,
                // They start in half the time.
                Programs = Programs.Published(Path.Combine(Processes.Built.Root, "artifacts", "run")),
                // Times are for the long run on a quiet machine to measure; here other tests may have the cores.
                Bounds = new Bounds { Answer = TimeSpan.FromSeconds(20), Stale = TimeSpan.FromSeconds(30), Recover = TimeSpan.FromSeconds(30) },
                QuietWithin = TimeSpan.FromSeconds(30),
                Pace = new Pace(Calm: TimeSpan.FromSeconds(1), Recovery: TimeSpan.FromSeconds(3)),
            },
            said.Add).Do();

        foreach (var line in said) TestContext.Current.TestOutputHelper?.WriteLine(line);
        foreach (var (at, what) in result.History.Incidents) TestContext.Current.TestOutputHelper?.WriteLine($"{at:mm\\:ss} {what}");
        foreach (var violation in result.Violations.Take(20)) TestContext.Current.TestOutputHelper?.WriteLine($"{violation}");
        if (result.Violations.Count > 0)
            foreach (var (name, log) in result.Logs) TestContext.Current.TestOutputHelper?.WriteLine($"--- {name} ---\n{log}");
        Assert.Equal(4, result.History.Disturbances.Count);
        Assert.True(result.Stored.Messages.Count > 100, $"Only {result.Stored.Messages.Count} messages were posted.");
        Assert.Empty(result.Violations);
    }
}
