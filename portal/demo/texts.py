"""Prose of the illustrative plan, written for sections that the sources leave empty. Paragraphs by "
"section code."""

TEXTS: dict[str, tuple[str, ...]] = {
    "B1-0-1": (
        "Kabupaten yang cerdas dikenali warganya dari hal sederhana: antrean yang pendek, sungai "
        "yang bersih, jalan "
        "yang mulus dan jawaban yang cepat. Masterplan ini mengikat janji itu pada program, target "
        "dan pejabat yang "
        "bertanggung jawab.",
        "Terima kasih kepada seluruh perangkat daerah, camat, akademisi, dunia usaha dan komunitas "
        "yang mencurahkan "
        "pikirannya dalam empat bimbingan teknis.",
    ),
    "B1-0-2": (
        "Naskah ini disusun dari temuan Bimtek dan data yang sudah dimiliki pemerintah kabupaten. "
        "Setiap program "
        "menyebut temuan yang dijawabnya, sehingga pembaca dapat menelusuri alasan, biaya dan "
        "penanggung jawabnya.",
    ),
    "B1-1-2": (
        "Masterplan menjadi pegangan bersama untuk merencanakan, membiayai dan menilai pembangunan "
        "kota cerdas selama "
        "sepuluh tahun.",
        "# Tujuan",
        "- Menjawab permasalahan yang dirasakan warga dengan program yang terukur.",
        "- Menyatukan aplikasi, data dan prasarana antarperangkat daerah.",
        "- Mengikat setiap perangkat daerah pada peran, target dan pagunya.",
    ),
    "B1-1-3": (
        "Penyusunan masterplan berpijak pada peraturan berikut.",
        "1. Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah.",
        "1. Peraturan Presiden Nomor 95 Tahun 2018 tentang Sistem Pemerintahan Berbasis Elektronik.",
        "1. Peraturan Presiden Nomor 39 Tahun 2019 tentang Satu Data Indonesia.",
        "1. Peraturan Pemerintah Nomor 59 Tahun 2022 tentang Perkotaan.",
    ),
    "B1-1-4": (
        "Masterplan terdiri atas tiga buku. *Buku 1* memuat analisis strategis, *Buku 2* memuat "
        "rencana sepuluh tahun, "
        "dan *Buku 3* merangkum keduanya bagi pimpinan.",
    ),
    "B2-1-1": (
        "Buku 1 mencatat permasalahan dan keunggulan menurut enam dimensi. Buku 2 menjawabnya dengan "
        "program; setiap "
        "tabel menyebut kode temuan yang dijawab, misalnya T-060.",
    ),
    "B2-2-1": (
        "Arah pembangunan diturunkan dari visi SMART: sinergi antarperangkat daerah, layanan modern, "
        "pengelolaan yang "
        "akuntabel, tanggapan yang cepat dan data yang terbuka.",
        "# Sasaran lima tahun pertama",
        "- Layanan dasar yang paling banyak dikeluhkan warga selesai dibenahi.",
        "- Data antarperangkat daerah mengalir tanpa surat.",
        "# Sasaran sepuluh tahun",
        "- Setiap desa terhubung dan terlayani secara digital.",
    ),
    "B2-4-1": (
        "Dewan Smart City mengarahkan dan menilai, Tim Pelaksana menjalankan, Forum Smart City "
        "menampung masukan setiap "
        "triwulan. Peraturan Bupati menetapkan masterplan dan tata kelolanya.",
    ),
    "B2-4-2": (
        "Pusat data daerah dan jaringan serat optik menjadi tulang punggung. Tahun pertama dipakai "
        "untuk menutup desa "
        "tanpa sinyal di pesisir utara, tahun kedua untuk menyatukan pusat kendali.",
    ),
    "B2-4-3": (
        "Aplikasi baru hanya dibangun bila tidak ada yang dapat dipadukan. Setiap aplikasi membuka "
        "datanya melalui "
        "penghubung layanan dan memakai satu akun pegawai.",
    ),
    "B2-6-1": (
        "Masterplan ditinjau setiap tahun dan dapat diperbarui setelah lima tahun. Perubahan janji "
        "suatu perangkat "
        "daerah selalu ditandatangani kembali oleh pimpinannya.",
    ),
}
ASSIGNED = {
    "B2-3-ENV": "DLH",
    "B2-4-2": "DISKOMINFOSANTIK",
    "B2-4-4": "DISKOMINFOSANTIK",
    "B1-2-3": "BAPPEDA",
}
NOT_READY = ("B2-4-3", "B2-6-1")
COMMENTS_1 = (
    ("section", "B1-1-1", "Sebutkan dasar pemilihan daerah pada asesmen awal."),
    ("programme", "P-GOV-09", "Target indeks perlu tahun capaian yang jelas."),
    ("section", "B1-5-3", "Jelaskan hubungan lima kata kunci dengan visi RPJMD."),
)
COMMENTS_2 = (
    ("programme", "P-ENV-01", "Dua titik pantau tambahan di Karangbahagia belum tercantum."),
    ("section", "B2-3-LIV", "Sebutkan rumah sakit yang sudah memenuhi standar."),
    ("programme", "P-GOV-04", "Mengapa pagu tahun pertama lebih kecil dari kebutuhan perangkat?"),
    ("section", "B1-2-1", "Cantumkan sumber luas wilayah."),
)
COMMENTS_3 = (
    ("section", "B1-3-2", "Tambahkan daftar desa tanpa sinyal."),
    ("programme", "P-SOC-01", "Berapa desa yang benar-benar terhubung pada tahun dasar?"),
    ("section", "B2-2-1", "Sasaran sepuluh tahun perlu angka."),
    ("programme", "P-ECO-01", "BEBELI menunggu Peraturan Bupati; kapan terbit?"),
    ("section", "B2-4-1", "Siapa ketua Tim Pelaksana?"),
    ("section", "B2-3-ENV", "Sebutkan sumber dan tahun data panjang sungai."),
)
NOTES = {
    "DISDAG": "Pembangunan LAPERA menunggu lahan di Cikarang Utara.",
    "DISHUB": "Dua simpang berada di jalan nasional.",
    "DISKOPUMKM": "BEBELI menunggu Peraturan Bupati.",
    "KEC-SETU": "Perlu tambahan pegawai untuk data desa.",
}
DECLINED = ("DISNAKER", "Target penempatan tahun kedua melampaui kemampuan balai latihan kerja.")
VACANT = "KEC-CIBARUSAH"
FIRST_SIGNERS = ("DLH", "DINKES", "DISDUKCAPIL", "DISKOMINFOSANTIK", "BAPPEDA", "DISDIK")
CHANGED = ("P-ENV-01", "P-LIV-01", "P-GOV-04")  # led by the first three of them
NOT_REISSUED = "DISDUKCAPIL"
