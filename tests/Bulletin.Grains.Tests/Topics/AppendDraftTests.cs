using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Changes;
using Bulletin.Grains.Topics.Memory;
using Bulletin.Grains.Topics.Writing;

namespace Bulletin.Grains.Tests.Topics;

public sealed class AppendDraftTests
{
    private static readonly Topic Tea = Sample.Topic(seq: 1);
    private static readonly Message Hello = Sample.Message(Tea.Id, 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_edit_keeps_the_text_that_it_overwrites_if_the_site_keeps_history(bool keepsHistory)
    {
        var draft = Draft(keepsHistory);

        Assert.True(draft.TryAdd(new EditChange(new(1, Sample.Acting(Sample.Ada), "edited")), Hello, Hello with { Text = "edited", Revision = 2, EditedAt = Sample.Noon }));

        EarlierText earlier = new(Hello.Revision, Hello.CreatedAt, "hello");
        Assert.Equal(keepsHistory ? earlier : null, draft.Build().Changed.Single().Earlier);
    }

    [Fact]
    public void An_edit_by_office_keeps_nothing_and_takes_what_was_kept_with_it()
    {
        var draft = Draft(keepsHistory: true);
        var admin = Sample.Acting(Sample.Lin) with { IsAdmin = true, Origin = new("192.0.2.1", "trace", IsAdminApi: true) };

        Assert.True(draft.TryAdd(new EditChange(new(1, admin, "edited")), Hello, Hello with { Text = "edited", Revision = 2, EditedAt = Sample.Noon }));

        var append = draft.Build();
        Assert.Equal((null, true), (append.Changed.Single().Earlier, append.Changed.Single().Forgets));
        Assert.Single(append.Acts);
    }

    [Fact]
    public void A_deletion_keeps_nothing()
    {
        var draft = Draft(keepsHistory: true);

        Assert.True(draft.TryAdd(new DeleteChange(new(1, Sample.Acting(Sample.Ada))), Hello, Hello with { Text = null, Revision = 2, DeletedAt = Sample.Noon }));

        Assert.Null(draft.Build().Changed.Single().Earlier);
    }

    private static AppendDraft Draft(bool keepsHistory) => new(new LiveTopic(new(Tea, [Hello])), epoch: 1, Sample.Noon, keepsHistory);
}
