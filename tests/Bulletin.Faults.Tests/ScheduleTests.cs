using Bulletin.Faults.Machines;
using Bulletin.Faults.Nemesis;

namespace Bulletin.Faults.Tests;

/// <summary>A seed says what goes wrong, and in which order.</summary>
public sealed class ScheduleTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_seed_gives_the_same_faults_again_and_another_gives_others(bool canCut)
    {
        Assert.Equal(Names(1, canCut), Names(1, canCut));
        Assert.NotEqual(Names(1, canCut), Names(2, canCut));
    }

    [Theory]
    [InlineData(Layout.Split)]
    [InlineData(Layout.Cohosted)]
    public void Every_fault_comes_once_before_any_comes_again(object layout)
    {
        var all = FaultKinds.All((Layout)layout, isLong: true).Where(f => f is not RelayCut).Select(f => f.Name).Order().ToArray();
        Assert.Equal(all, Schedule.Endless(7, (Layout)layout, canCut: true, isLong: true).Take(all.Length).Select(f => f.Name).Order());
    }

    [Fact]
    public void Where_no_link_can_be_cut_no_fault_needs_it() =>
        Assert.DoesNotContain(Schedule.Endless(3, Layout.Split, canCut: false, isLong: true).Take(100), f => f.NeedsCuts);

    private static string[] Names(int seed, bool canCut) => [.. Schedule.Endless(seed, Layout.Split, canCut, isLong: true).Take(40).Select(f => f.Name)];
}
