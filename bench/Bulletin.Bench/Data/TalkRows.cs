using Bulletin.Bench.Systems;
using Bulletin.Grains.Names;
using Npgsql;
using NpgsqlTypes;

namespace Bulletin.Bench.Data;

/// <summary>Fills an empty database with <see cref="Talk"/> by COPY, in the order in which it was posted, but not its search index.</summary>
internal sealed class TalkRows(string database, Talk talk)
{
    private readonly long[] sizes = new long[talk.Topics], active = new long[talk.Topics];

    public async Task Fill()
    {
        var indexes = await TableIndexes.Dropped(database, "messages");
        await Copy("messages (topic_id, seq, revision, author_id, client_id, created_at, text)", Messages);
        await indexes.Build();
        await Copy("users (id, username, username_key, display_name, display_name_key, created_at, changed_at)", People);
        await Copy("topics (id, name, name_key, created_at, created_by, last_activity_at, seq, revision, access, members_version)", Topics);
        await Postgres.Execute(database, "INSERT INTO topic_members (since, topic_id, user_id, role) SELECT created_at, id, created_by, 1 FROM topics WHERE access = 1");
        var namesIndexes = await TableIndexes.Dropped(database, "topic_names");
        await Names();
        await namesIndexes.Build();
        foreach (var table in (string[])["messages", "users", "topics", "topic_members", "topic_names"]) await Postgres.Execute(database, $"VACUUM ANALYZE {table}");
        await PersonalRows.MarkFollowed(database);
    }

    private void Messages(NpgsqlBinaryImporter copy)
    {
        foreach (var (said, seq) in talk.All())
        {
            copy.StartRow();
            copy.Write(History.Topic(said.Topic), NpgsqlDbType.Uuid);
            copy.Write(seq, NpgsqlDbType.Bigint);
            copy.Write(seq, NpgsqlDbType.Bigint);
            copy.Write(History.Person(said.Author), NpgsqlDbType.Uuid);
            copy.Write(History.ClientId(said.Topic, (int)seq), NpgsqlDbType.Uuid);
            copy.Write(said.CreatedAt, NpgsqlDbType.Bigint);
            copy.Write(said.Text, NpgsqlDbType.Text);
            (sizes[said.Topic], active[said.Topic]) = (seq, said.CreatedAt);
        }
    }

    private static void People(NpgsqlBinaryImporter copy)
    {
        for (var person = 0; person < Talk.People; person++)
        {
            copy.StartRow();
            copy.Write(History.Person(person), NpgsqlDbType.Uuid);
            copy.Write(Talk.Username(person), NpgsqlDbType.Text);
            copy.Write(Talk.Username(person), NpgsqlDbType.Text);
            copy.Write($"Person {person}", NpgsqlDbType.Text);
            copy.Write(NameKeys.Of($"Person {person}"), NpgsqlDbType.Text);
            copy.Write(Talk.Began, NpgsqlDbType.Bigint);
            copy.Write(Talk.Began, NpgsqlDbType.Bigint);
        }
    }

    private void Topics(NpgsqlBinaryImporter copy)
    {
        for (var topic = 0; topic < talk.Topics; topic++)
        {
            var isPrivate = Talk.IsPrivate(topic);
            copy.StartRow();
            copy.Write(History.Topic(topic), NpgsqlDbType.Uuid);
            copy.Write(Talk.TopicName(topic), NpgsqlDbType.Text);
            copy.Write(NameKeys.Of(Talk.TopicName(topic)), NpgsqlDbType.Text);
            copy.Write(Talk.Began + topic, NpgsqlDbType.Bigint);
            copy.Write(History.Person(topic % Talk.People), NpgsqlDbType.Uuid);
            copy.Write(Math.Max(Talk.Began + topic, active[topic]), NpgsqlDbType.Bigint);
            copy.Write(sizes[topic], NpgsqlDbType.Bigint);
            copy.Write(sizes[topic], NpgsqlDbType.Bigint);
            copy.Write((short)(isPrivate ? 1 : 0), NpgsqlDbType.Smallint);
            copy.Write(isPrivate ? 1L : 0, NpgsqlDbType.Bigint);
        }
    }

    /// <summary>As the silos write them.</summary>
    private async Task Names()
    {
        await using NpgsqlConnection connection = new(database + ";Pooling=false;Command Timeout=3600");
        await connection.OpenAsync();
        await using var copy = await connection.BeginTextImportAsync("COPY topic_names (topic_id, name_key, terms) FROM STDIN");
        for (var topic = 0; topic < talk.Topics; topic++)
        {
            var name = Talk.TopicName(topic);
            await copy.WriteLineAsync($"{History.Topic(topic)}\t{NameKeys.Of(name)}\t{string.Join(' ', NameTerms.Of(name))}");
        }
    }

    private async Task Copy(string columns, Action<NpgsqlBinaryImporter> rows)
    {
        await using NpgsqlConnection connection = new(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {columns} FROM STDIN BINARY");
        copy.Timeout = TimeSpan.FromHours(1);
        rows(copy);
        await copy.CompleteAsync();
    }
}
