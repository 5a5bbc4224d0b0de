using Bulletin.Api.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Tests;

public sealed class TopicReadersTests
{
    private readonly Guid ada = Guid.CreateVersion7(), bob = Guid.CreateVersion7();
    private readonly TopicReaders readers = new();

    [Fact]
    public void Until_the_first_are_known_nobody_is_one()
    {
        Assert.True(readers.AreBehind);
        Assert.False(readers.Has(ada));
    }

    [Fact]
    public void Everybody_may_read_a_public_topic_and_its_changes_announce_nothing_newer()
    {
        readers.Take(Readers.Everybody);
        readers.Heard(0);

        Assert.False(readers.AreBehind);
        Assert.True(readers.Has(ada));
    }

    [Fact]
    public void An_older_version_is_never_taken_over_a_newer_one()
    {
        readers.Take(new(Access.Private, 2, [ada]));

        Assert.False(readers.Take(new(Access.Private, 1, [ada, bob])));
        Assert.False(readers.Take(Readers.Everybody));

        Assert.True(readers.Has(ada));
        Assert.False(readers.Has(bob));
    }

    [Fact]
    public void They_are_behind_until_the_announced_version_is_known()
    {
        readers.Take(new(Access.Private, 1, [ada, bob]));
        readers.Heard(3);
        readers.Take(new(Access.Private, 2, [ada]));
        Assert.True(readers.AreBehind);

        readers.Take(new(Access.Private, 3, [ada]));

        Assert.False(readers.AreBehind);
    }

    [Fact]
    public void Their_version_is_that_of_the_last_ones_known()
    {
        Assert.Equal(-1, readers.Version);
        readers.Take(new(Access.Private, 2, [ada]));
        readers.Heard(3);

        Assert.Equal(2, readers.Version);
    }

    [Fact]
    public void A_change_during_a_read_is_not_settled_by_it()
    {
        readers.Take(new(Access.Private, 1, [ada]));
        readers.Doubt();
        var before = readers.Doubts;
        readers.Doubt();

        readers.Settle(before);
        Assert.True(readers.AreBehind);

        readers.Settle(readers.Doubts);
        Assert.False(readers.AreBehind);
    }
}
