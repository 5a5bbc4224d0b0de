using Bulletin.Api.Members;

namespace Bulletin.Api.Tests.Members;

public sealed class DirectConversationTests
{
    private static readonly Guid Ada = new("0197a1b2-0000-7000-8000-000000000001");
    private static readonly Guid Ben = new("0197a1b2-0000-7000-8000-000000000002");
    private static readonly Guid Cleo = new("e197a1b2-0000-7000-8000-000000000003");

    /// <summary>Ids are stored: another way to derive them would begin every conversation again.</summary>
    [Fact]
    public void The_id_of_a_conversation_never_changes() =>
        Assert.Equal(new Guid("bfe62706-4f0c-8c99-97ec-aabdcbc0ecb5"), DirectConversation.IdOf([Ada, Ben]));

    [Fact]
    public void The_same_people_have_one_conversation_whoever_opens_it()
    {
        var id = DirectConversation.IdOf([Ada, Ben, Cleo]);

        Assert.Equal(id, DirectConversation.IdOf([Cleo, Ada, Ben]));
        Assert.Equal(id, DirectConversation.IdOf([Ben, Cleo, Ada, Ben]));
    }

    [Fact]
    public void Other_people_have_another_conversation()
    {
        Guid[] ids = [DirectConversation.IdOf([Ada, Ben]), DirectConversation.IdOf([Ada, Cleo]), DirectConversation.IdOf([Ben, Cleo]), DirectConversation.IdOf([Ada, Ben, Cleo])];

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void An_id_is_a_valid_uuid_of_version_8()
    {
        for (var i = 0; i < 100; i++)
        {
            var id = DirectConversation.IdOf([Ada, Guid.CreateVersion7()]);

            Assert.Equal((8, true), (id.Version, id.Variant is >= 8 and <= 11));
        }
    }
}
