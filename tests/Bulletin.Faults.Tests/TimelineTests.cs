using System.Xml.Linq;
using Bulletin.Faults.Recording;
using Bulletin.Faults.Report;

namespace Bulletin.Faults.Tests;

public sealed class TimelineTests
{
    [Fact]
    public void The_picture_is_well_formed_and_names_each_fault()
    {
        var story = new Story();
        for (var i = 0; i < 50; i++) story.Posted();
        story.History.Disturbances.Enqueue(new("30 % loss <between> silos", "all", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(8)));

        var picture = XDocument.Parse(Timeline.Draw(story.History, new Figures(story.History)));

        Assert.Contains(picture.Descendants(), e => e.Name.LocalName == "text" && e.Value == "30 % loss <between> silos");
        Assert.Equal(2, picture.Descendants().Count(e => e.Name.LocalName == "rect" && e.Attribute("height")!.Value is var h && h != "10" && e.Attribute("class")!.Value is "band" or "after" && h != "10"));
    }

    [Fact]
    public void The_longest_time_without_an_answer_is_measured_from_the_fault_on()
    {
        var story = new Story();
        Answered(story, 1, 2, 3, 9, 10, 11);
        var fault = new Disturbance("silo killed", "silo-1", TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(12));

        var figures = new Figures(story.History).Of(fault);

        Assert.Equal(TimeSpan.FromSeconds(5), figures.LongestGap);
        Assert.Equal(TimeSpan.FromSeconds(1), figures.BackAfter);
    }

    [Fact]
    public void A_fault_that_nobody_had_an_answer_during_lasts_as_long_as_it_did()
    {
        var story = new Story();
        story.Begun().Add(story.Unanswered());
        var fault = new Disturbance("silo killed", "silo-1", TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(12));

        var figures = new Figures(story.History).Of(fault);

        Assert.Equal(TimeSpan.FromSeconds(8), figures.LongestGapOfATopic);
        Assert.Equal(TimeSpan.FromSeconds(4), figures.BackAfter);
    }

    private static void Answered(Story story, params int[] seconds)
    {
        foreach (var second in seconds)
            story.Begun().Add(new(0, OverHub: false, TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(second), Outcome.Ok, "201", second, second));
    }
}
