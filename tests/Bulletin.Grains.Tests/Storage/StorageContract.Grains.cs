using Orleans.Storage;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    public static TheoryData<string> Keys => new("text/a b:ö", "", "guid", "number", "guid+extension");

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_grain_s_document_is_written_read_and_cleared(string kind)
    {
        await using var silo = await TestSilo.Start(storage, Cancel);
        var (documents, grain) = (silo.Documents, Grain(kind));
        var first = new GrainState<Draft>();
        await documents.ReadStateAsync("drafts", grain, first);
        Assert.False(first.RecordExists);
        Assert.Null(first.ETag);

        first.State = new Draft { Text = "One 😀" };
        await documents.WriteStateAsync("drafts", grain, first);
        Assert.Equal("1", first.ETag);
        first.State!.Text = "Two";
        await documents.WriteStateAsync("drafts", grain, first);
        Assert.Equal("2", first.ETag);

        var second = await Read(documents, grain);
        Assert.Equal(("Two", "2", true), (second.State!.Text, second.ETag, second.RecordExists));
        // Another kind of document of the same grain is another document.
        var other = new GrainState<Draft>();
        await documents.ReadStateAsync("settings", grain, other);
        Assert.False(other.RecordExists);

        await documents.ClearStateAsync("drafts", grain, second);
        var third = await Read(documents, grain);
        Assert.Equal(("", null, false), (third.State!.Text, third.ETag, third.RecordExists));
        // Cleared, it begins again.
        third.State!.Text = "Three";
        await documents.WriteStateAsync("drafts", grain, third);
        Assert.Equal("Three", (await Read(documents, grain)).State!.Text);
    }

    [Fact]
    public async Task A_stale_activation_of_a_grain_writes_nothing()
    {
        await using var silo = await TestSilo.Start(storage, Cancel);
        var (documents, grain) = (silo.Documents, Grain("guid"));
        var (unaware, winner) = (new GrainState<Draft> { State = new Draft { Text = "lost" } }, await Read(documents, grain));
        winner.State!.Text = "won";
        await documents.WriteStateAsync("drafts", grain, winner);
        var stale = await Read(documents, grain);
        await documents.WriteStateAsync("drafts", grain, winner);

        // It never read that there is a document.
        await Assert.ThrowsAsync<InconsistentStateException>(() => documents.WriteStateAsync("drafts", grain, unaware));
        // It read an earlier version.
        stale.State!.Text = "lost";
        await Assert.ThrowsAsync<InconsistentStateException>(() => documents.WriteStateAsync("drafts", grain, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => documents.ClearStateAsync("drafts", grain, stale));
        Assert.Equal(("won", "2"), ((await Read(documents, grain)).State!.Text, (await Read(documents, grain)).ETag));

        // It read a version that is gone.
        var gone = await Read(documents, grain);
        await documents.ClearStateAsync("drafts", grain, winner);
        await Assert.ThrowsAsync<InconsistentStateException>(() => documents.WriteStateAsync("drafts", grain, gone));
        Assert.False((await Read(documents, grain)).RecordExists);
    }

    [Fact]
    public async Task Of_activations_that_write_at_once_one_wins()
    {
        await using var silo = await TestSilo.Start(storage, Cancel);
        var grain = Grain("number");

        var writes = Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await silo.Documents.WriteStateAsync("drafts", grain, new GrainState<Draft> { State = new Draft { Text = $"{i}" } });
                return true;
            }
            catch (InconsistentStateException)
            {
                return false;
            }
        });

        Assert.Single(await Task.WhenAll(writes), won => won);
    }

    [Fact]
    public async Task A_document_cleared_but_kept_goes_on_under_its_version()
    {
        await using var silo = await TestSilo.Start(storage, Cancel, keepCleared: true);
        var (documents, grain) = (silo.Documents, Grain("guid"));
        var state = new GrainState<Draft> { State = new Draft { Text = "One" } };
        await documents.WriteStateAsync("drafts", grain, state);
        var stale = await Read(documents, grain);

        await documents.ClearStateAsync("drafts", grain, state);
        Assert.Equal(("2", false), (state.ETag, state.RecordExists));
        var cleared = await Read(documents, grain);
        Assert.Equal(("2", false), (cleared.ETag, cleared.RecordExists));

        await Assert.ThrowsAsync<InconsistentStateException>(() => documents.WriteStateAsync("drafts", grain, new GrainState<Draft> { State = new Draft() }));
        await Assert.ThrowsAsync<InconsistentStateException>(() => documents.ClearStateAsync("drafts", grain, stale));
        await documents.WriteStateAsync("drafts", grain, state);
        Assert.Equal("3", state.ETag);
    }

    private static async Task<GrainState<Draft>> Read(IGrainStorage documents, GrainId grain)
    {
        var state = new GrainState<Draft>();
        await documents.ReadStateAsync("drafts", grain, state);
        return state;
    }

    private static GrainId Grain(string kind)
    {
        var id = Guid.CreateVersion7();
        return GrainId.Create(GrainType.Create("draft"), kind switch
        {
            "guid" => GrainIdKeyExtensions.CreateGuidKey(id),
            "guid+extension" => GrainIdKeyExtensions.CreateGuidKey(id, "more"),
            "number" => GrainIdKeyExtensions.CreateIntegerKey(BitConverter.ToInt64(id.ToByteArray(), 8)),
            _ => IdSpan.Create($"{kind}{id}"),
        });
    }
}

[GenerateSerializer, Alias("bulletin.tests.draft")]
public sealed class Draft
{
    [Id(0)]
    public string Text { get; set; } = "";
}
