namespace Bulletin.Faults.Tests;

/// <summary>What a run is asked for is what its report says how to repeat.</summary>
public sealed class RunOptionsTests
{
    [Fact]
    public void A_report_names_all_that_makes_the_run_once_more()
    {
        string[] asked = ["--minutes", "2.5", "--seed", "7", "--layout", "cohosted", "--network", "loopback", "--only", "silo cut", "--slack", "1.5"];

        Assert.Equal("script/faults --minutes 2.5 --seed 7 --layout cohosted --network loopback --only 'silo cut' --slack 1.5", RunOptions.From(asked).Command);
        Assert.Equal("script/faults --seed 1 --layout split", RunOptions.From([]).Command);
    }

    [Fact]
    public void What_is_not_known_is_refused() => Assert.Throws<ArgumentException>(() => RunOptions.From(["--until", "never"]));
}
