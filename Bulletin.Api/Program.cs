Console.WriteLine("bulletin api");
