using Bulletin.Faults.Checks;
using Bulletin.Faults.Report;
using Bulletin.Processes;

namespace Bulletin.Faults.Tests;

/// <summary>What a run has found is left, whatever becomes of the run.</summary>
public sealed class ReportFilesTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void What_a_run_says_is_in_its_folder_before_it_is_over()
    {
        using var log = new RunLog(folder.Path);

        log.Say("00:05 silo killed");
        log.Keep("half of a character: \ud83d");

        Assert.Equal("00:05 silo killed\nhalf of a character: \ufffd\n", Read("run.log"));
    }

    [Fact]
    public void An_earlier_report_does_not_pass_for_that_of_a_run_that_breaks_off()
    {
        File.WriteAllText(Path.Combine(folder.Path, "README.md"), "# Faults, seed 1: no violation");

        ReportFiles.Begin(folder.Path, new RunOptions { Seed = 3 });

        Assert.StartsWith("# Faults, seed 3: not over", Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_violation_that_names_half_a_character_does_not_cost_the_report()
    {
        var story = new Story();
        story.Posted();

        await ReportFiles.Write(folder.Path, new RunOptions(), story.Result() with { Violations = [new Violation("durable", "post (\ud83d…) is stored 0 times")] });

        Assert.Contains("- durable: post (\ufffd…) is stored 0 times", Read("README.md"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Path, "timeline.svg")));
    }

    public void Dispose() => folder.Dispose();

    private string Read(string name) => File.ReadAllText(Path.Combine(folder.Path, name));
}
